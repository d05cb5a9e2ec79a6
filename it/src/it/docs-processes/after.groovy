String log = new File(basedir, 'build.log').text
def names = ['Stock', 'Shop', 'Mirror', 'Gateway', 'Cache', 'Index', 'Mute', 'Search', 'Worker']
names.each {
    def pid = (log =~ /✅ ${it} ready after .* \(PID: (\d+)\)/)[0][1]
    assert log.contains("✅ ${it} stopped (PID: ${pid})")
}
assert log =~ /✅ Stock ready after .*: ledger=${basedir}\/target\/ledger/
assert log =~ /✅ Search ready after .*: when=at last/
assert log =~ /Tests run: 1, Failures: 0, Errors: 0, Skipped: 0/

// $$$$ in the POM is the shell's $$; the worker's stop command was enough.
assert new File(basedir, 'target/cache.ready').text.trim() == (log =~ /✅ Cache ready after .* \(PID: (\d+)\)/)[0][1]
assert new File(e2eDirectory, 'e2e-worker-bg.log').text == 'working\ndrained\n'
assert !new File(e2eDirectory).list().any { it ==~ /\.?e2e-.*-bg\.(pid|state|lock|work).*/ }
return true
