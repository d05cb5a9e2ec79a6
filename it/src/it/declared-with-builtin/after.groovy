String log = new File(basedir, 'build.log').text
def kafka = (log =~ /✅ Infra ready after .*bootstrapServers=([^, ]+)/)[0][1]
assert log =~ /✅ Consumer running \(PID: \d+\)/
assert log =~ /✅ Orders ready after .*: kafka=${kafka.replace('.', '\\.')}\s/
assert !log.contains('Collector')
['Orders', 'Consumer', 'Infra'].each { assert log =~ /✅ ${it} stopped \(PID: \d+\)/ }
assert !new File(e2eDirectory).list().any { it ==~ /\.?e2e-.*-bg\.(pid|state|lock|work).*/ }
return true
