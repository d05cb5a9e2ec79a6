String log = new File(basedir, 'build.log').text
assert log =~ /ERROR.*Process 'shared': module it:second declares it differently than module it:first, which has it running now/
def pid = (log =~ /✅ Shared ready after .* \(PID: (\d+)\)/).collect { it[1] }
assert pid.size() == 1
assert log.contains("✅ Shared stopped (PID: ${pid[0]})") // the first module's stop is not disturbed
assert log =~ /first \.+ SUCCESS/ && log =~ /second \.+ FAILURE/
assert !new File(e2eDirectory).list().any { it ==~ /\.?e2e-.*-bg\.(pid|state|lock|work).*/ }
return true
