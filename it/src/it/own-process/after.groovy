String log = new File(basedir, 'build.log').text
assert log =~ /✅ Orders ready after .* \(PID: \d+\): orders\.port=\d+/
assert log =~ /Tests run: 1, Failures: 0, Errors: 0, Skipped: 0/
assert log =~ /✅ Orders stopped \(PID: \d+\)/
assert !new File(e2eDirectory).list().any { it ==~ /e2e-.*-bg\.(pid|state|lock|work)/ }
return true
