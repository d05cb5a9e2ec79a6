String log = new File(basedir, 'build.log').text
def pid = (log =~ /✅ Mortal running \(PID: (\d+)\)/)[0][1]
String status = log.substring(log.indexOf(':status (status)'), log.indexOf(':stop (default)'))
assert status =~ /❌ Mortal not running \(.*PID ${pid} exited with 7 after /
assert status.contains("   📁 Logs: ${e2eDirectory}/e2e-mortal-bg.log, its last lines:")
assert status.contains('   | ready') && status.contains('   | the disk is full')

String stop = log.substring(log.indexOf(':stop (default)'))
assert stop =~ /ERROR.* Process 'mortal' \(PID ${pid}\) exited with 7 after .* before it was stopped/
assert stop.contains('<ignoreExit>')
assert stop =~ /ERROR\].*\| the disk is full/
assert stop.contains('BUILD FAILURE')
assert !new File(e2eDirectory).list().any { it ==~ /\.?e2e-.*-bg\.(pid|state|lock|work).*/ }
return true
