String log = new File(basedir, 'build.log').text
assert log.count('e2e:start is skipped') == 3
assert log.count('e2e:stop is skipped') == 3
assert log.count('e2e:status is skipped') == 1
assert !log.contains('already running')
assert !log.contains('ready after')
return true
