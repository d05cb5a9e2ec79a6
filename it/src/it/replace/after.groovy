String log = new File(basedir, 'build.log').text
def running = (log =~ /✅ Consumer running \(PID: (\d+)\)/).collect { it[1] }
assert running.size() == 2
assert running[0] != running[1]
assert log.contains("⚠️  Consumer already running (PID: ${running[0]})")
assert log =~ /⚠️  Collector already running \(PID: \d+\)/
assert log =~ /⚠️  Infra already running \(PID: \d+\)/
assert log.contains("✅ Consumer stopped (PID: ${running[0]})")
assert log.contains("✅ Consumer stopped (PID: ${running[1]})")
assert log.contains('✅ Nothing left behind')
assert !new File(e2eDirectory).list().any { it ==~ /e2e-.*-bg\.(pid|state|lock|work)/ }
return true
