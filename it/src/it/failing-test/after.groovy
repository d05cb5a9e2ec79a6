String log = new File(basedir, 'build.log').text
assert log.contains('on purpose')
assert log =~ /✅ Consumer running \(PID: \d+\)/
assert log.contains('✅ Nothing left behind')
assert !new File(e2eDirectory).list().any { it ==~ /e2e-.*-bg\.(pid|state|lock|work)/ }
return true
