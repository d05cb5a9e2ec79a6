String log = new File(basedir, 'build.log').text
assert log.contains('✅ Snapshot verified: complete, ')
assert log.contains('No snapshot as expected within 5.0 s')
assert log =~ /  Pod>=100000: found \d+/
assert !log.contains('Deployment/shop/checkout ready_replicas>=1: found')
assert log.contains("<expectations>: '>=' compares numbers, and 'many' is none; expected KIND>=NUMBER")
assert log.contains('e2e:verify is skipped')
assert !new File(e2eDirectory).list().any { it ==~ /e2e-.*-bg\.(pid|state|lock|work)/ }
return true
