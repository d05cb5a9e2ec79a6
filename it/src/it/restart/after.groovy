String log = new File(basedir, 'build.log').text
def running = (log =~ /✅ Parrot running \(PID: (\d+)\)/).collect { it[1] }
assert running.size() == 3 // after the start, after the restart, by the status
assert running[0] != running[1] && running[1] == running[2]
assert (log =~ /(?m)^parrot +\| says hello$/).size() == 2 // the name is padded to the longest
assert !log.contains('goodbye')
assert log.contains("✅ Parrot stopped (PID: ${running[1]})")
assert log.contains("✅ Nothing left behind of consumer; still there, and not asked for: parrot (PID ${running[1]}), which")
assert log.contains('✅ Nothing left behind: no process, no PID file in ')
assert log.contains('There is nothing to restart')
assert !new File(e2eDirectory).list().any { it ==~ /e2e-.*-bg\.(pid|state|lock|work)/ }
return true
