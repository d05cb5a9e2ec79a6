String log = new File(basedir, 'build.log').text
def pid = (log =~ /✅ Mortal running \(PID: (\d+)\)/)[0][1]
assert log =~ /⚪ Mortal not running \(PID ${pid} exited with 7 after .*; its files were removed\)/
assert log.contains('✅ Nothing left behind')
assert new File(e2eDirectory, 'e2e-mortal-bg.log').text == 'ready\nthe disk is full\n'
assert !new File(e2eDirectory).list().any { it ==~ /\.?e2e-.*-bg\.(pid|state|lock|work).*/ }
return true
