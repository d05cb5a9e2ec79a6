String log = new File(basedir, 'build.log').text
assert ['first', 'second', 'third'].collect { new File(basedir, "target/${it}.pid").text.trim() }.unique().size() == 1
['Infra', 'Consumer', 'Collector'].each { name ->
    assert log.count("✅ ${name} ready after") == 1
    def pid = (log =~ /✅ ${name} ready after .* \(PID: (\d+)\)/)[0][1]
    assert log.count("✅ ${name} running (PID: ${pid})") == 3
    assert log.count("⚪ ${name} kept for ") == 2
    assert log.count("✅ ${name} stopped (PID:") == 1 && log.contains("✅ ${name} stopped (PID: ${pid})")
}
assert log.count('✅ Nothing left behind') == 1
assert !new File(e2eDirectory).list().any { it ==~ /\.?e2e-.*-bg\.(pid|state|lock|work).*/ }
return true
