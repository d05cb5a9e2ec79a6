String log = new File(basedir, 'build.log').text
assert log.contains("Process 'collector' was not ready within 6 s")
assert log.contains("${e2eDirectory}/e2e-collector-bg.log, its last lines:")
assert log =~ /\| .*127\.0\.0\.1:1/
assert log.contains('BUILD FAILURE')
assert !new File(e2eDirectory).list().any { it ==~ /e2e-.*-bg\.(pid|state|lock|work)/ }
return true
