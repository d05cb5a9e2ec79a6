String log = new File(basedir, 'build.log').text
def ready = ['Stock', 'Orders', 'Audit'].collect { log.indexOf("✅ ${it} ready after") }
assert ready.every { it > 0 } && ready == ready.sort(false)
assert log =~ /✅ Orders ready after .*: orders\.admin\.port=\d+, orders\.port=\d+/
assert log =~ /✅ Stock ready after .*: ledger=books-\d+/
assert log =~ /Tests run: 2, Failures: 0, Errors: 0, Skipped: 0/

def status = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/status.json'))
assert status.processes*.name.sort() == ['audit', 'orders', 'stock']
assert status.processes.every { it.state == 'running' && it.ready && it.owner.directory == basedir.path && it.owner.alive }

['Audit', 'Orders', 'Stock'].each { assert log =~ /✅ ${it} stopped \(PID: \d+\)/ }

// Nothing on standard input, its own directory, the property that Maven does not know left to the shell, its own signal.
def stock = new File(e2eDirectory, 'e2e-stock-bg.log').readLines()
assert stock.take(3)*.trim() == ['0', "${basedir}/src", "ledger none at ${(log =~ /ledger=(books-\d+)/)[0][1]}"]
assert stock.last() == 'counted'

assert !log.contains('Infrastructure') && !log.contains('Kafka')
assert !new File(e2eDirectory).list().any { it ==~ /e2e-.*-bg\.(pid|state|lock|work)/ }
return true
