String log = new File(basedir, 'build.log').text
def consumers = (log =~ /✅ Consumer ready after .* \(PID: (\d+)\)/).collect { it[1] }
def collectors = (log =~ /✅ Collector ready after .* \(PID: (\d+)\)/).collect { it[1] }
assert consumers.size() == 2
assert collectors.size() == 1

assert log.contains('▶ 1/6 Infrastructure check')
assert log.contains('⚪ Kafka is missing')
assert log =~ /✅ Fresh snapshot verified: complete, \d+ objects in \d+ chunks \(.*Pod \d+/
assert log.contains('/target/e2e/e2e-helper.sh status')
assert new File(basedir, 'target/e2e/e2e-helper.sh').isFile()

assert log.contains("Process 'consumer' runs already: PID ${consumers[0]}")
assert log.contains('✅ Embedded ones of an earlier start run')
assert log.contains("✅ Consumer stopped (PID: ${consumers[0]})")
assert log.contains("✅ Collector stopped (PID: ${collectors[0]})")
assert log.contains('⚪ Not verified: for a fresh snapshot both consumer and collector have to run')

assert log.contains('In the background: none')
assert log.contains("✅ Consumer stopped (PID: ${consumers[1]})")
assert log.contains('⚪ Cancelled; nothing was touched')
assert !new File(e2eDirectory).list().any { it ==~ /e2e-.*-bg\.(pid|state|lock|work)/ }
return true
