String log = new File(basedir, 'build.log').text
assert log =~ /✅ Alone running \(PID: \d+\)/
assert log =~ /✅ Alone stopped \(PID: \d+\)/
assert !(log =~ /Infrastructure|Kafka|Kubernetes|Consumer|Collector|Infra /)

// What the build has resolved is what its repository, empty at the beginning, holds now.
def resolved = []
new File(basedir, 'target/repository').eachFileRecurse { if (it.name.endsWith('.jar')) resolved << it.name }
assert resolved.any { it.startsWith('e2e-maven-plugin-') }
assert !resolved.any { it =~ /e2e-(infra|consumer|collector|runtime)|kafka|kubernetes|fabric8/ }
assert !new File(basedir, 'target/e2e').exists()
assert !new File(e2eDirectory).list().any { it ==~ /\.?e2e-.*-bg\.(pid|state|lock|work).*/ }
return true
