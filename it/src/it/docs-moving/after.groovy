String log = new File(basedir, 'build.log').text
def pid = (log =~ /✅ Orders ready after .* \(PID: (\d+)\): orders\.port=\d+/)[0][1]
assert log.contains("✅ Orders stopped (PID: ${pid})")
assert !new File(e2eDirectory).list().any { it ==~ /\.?e2e-.*-bg\.(pid|state|lock|work).*/ }
return true
