String log = new File(basedir, 'build.log').text
assert log.contains('embedded one is started')
assert log =~ /✅ Infra ready after .*bootstrapServers=127\.0\.0\.1:\d+, kubeconfig=/
assert log =~ /✅ Consumer running \(PID: \d+\)/
assert log =~ /✅ Collector running \(PID: \d+\)/
assert log =~ /Tests run: 3, Failures: 0, Errors: 0, Skipped: 0/
assert log =~ /✅ Consumer stopped \(PID: \d+\)/
assert log =~ /✅ Collector stopped \(PID: \d+\)/
assert log =~ /✅ Infra stopped \(PID: \d+\)/
assert log.indexOf('✅ Infra stopped') > log.indexOf('✅ Consumer stopped')
assert log.contains('✅ Nothing left behind')
assert new File(e2eDirectory, 'e2e-consumer-bg.log').text =~ /snapshot \S+ verified: /
assert new File(basedir, 'target/e2e/e2e-helper.sh').canExecute()
assert new File(basedir, 'target/e2e/launch').list().sort() == ['collector.sh', 'consumer.sh', 'infra.sh', 'keeper.sh']
return true
