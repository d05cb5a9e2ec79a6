String log = new File(basedir, 'build.log').text
def running = (log =~ /✅ Consumer running \(PID: (\d+)\)/).collect { it[1] }
assert running.size() == 3 && running[0] == running[1]
assert log.contains("   📁 Logs: tail -f ${e2eDirectory}/e2e-consumer-bg.log")

def status = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/status.json'))
assert status.directory == new File(e2eDirectory).canonicalPath
assert status.processes*.name.sort() == ['collector', 'consumer', 'infra']
status.processes.each {
    assert it.state == 'running' && it.ready && it.pid > 1 && it.uptimeSeconds > 0
    assert it.owner == null // nobody's: started from the command line
}
assert status.processes.find { it.name == 'consumer' }.details.lag != null

// On standard output it is the same kind of document, line by line without a logger's prefix.
def printed = new groovy.json.JsonSlurper().parseText(log.substring(log.indexOf('\n{\n'), log.indexOf('\n}\n') + 2))
assert printed.processes*.name == status.processes*.name

// Restarted, all three are others, and find each other again: the collector is ready only when a snapshot has arrived.
assert printed.processes*.pid.disjoint(status.processes*.pid)
assert printed.processes.every { it.state == 'running' && it.ready }
assert log.contains("✅ Infra ready again after") && !log.contains('has published something else')
assert log.contains("✅ Consumer stopped (PID: ${running[0]})") && log.contains("✅ Consumer stopped (PID: ${running[2]})")
assert log.count('✅ Nothing left behind') == 2 // the second stop had nothing to do, which is a success
assert log.contains('⚪ Consumer not running')
assert log.contains('Not all processes run: consumer is stopped, collector is stopped')
assert !new File(e2eDirectory).list().any { it ==~ /e2e-.*-bg\.(pid|state|lock|work)/ }
return true
