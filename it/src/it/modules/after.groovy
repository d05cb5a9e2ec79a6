String log = new File(basedir, 'build.log').text
def pids = ['first', 'second', 'third'].collect { new File(basedir, "target/${it}-one.pid").text.trim() }.unique()
assert pids.size() == 1
String pid = pids[0]
assert log.count('✅ Shared ready after') == 1
assert log.count("✅ Shared running (PID: ${pid})") == 3
def shared = (log =~ /✅ Shared shared with (\S+(?:, \S+)*) \(PID: ${pid}\)/).collect { it[1].split(', ').size() }
assert shared == [1, 2] // the second with the first, the third with both
def kept = (log =~ /⚪ Shared kept for ([^\s,]+(?:, [^\s,]+)*)/).collect { it[1].split(', ').size() }
assert kept.sort() == [1, 2]
assert log.count('✅ Nothing left behind') == 1 // the last one's to say
assert log.count('✅ Shared stopped (PID:') == 1 && log.contains("✅ Shared stopped (PID: ${pid})")
assert new File(e2eDirectory, 'e2e-shared-bg.log').text == 'started as number one\n'
assert !new File(e2eDirectory).list().any { it ==~ /\.?e2e-.*-bg\.(pid|state|lock|work).*/ }
return true
