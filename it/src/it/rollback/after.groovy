String log = new File(basedir, 'build.log').text
assert log =~ /ERROR.* Process 'shop' exited with 3 before it was ready \(waiting for a log line that matches '\^open\$'\)/
assert log =~ /ERROR\].*\| opening the shop/
assert log =~ /ERROR\].*\| there is no table CUSTOMERS/
['Disk', 'Base'].each {
    def pid = (log =~ /✅ ${it} ready after .* \(PID: (\d+)\)/)[0][1]
    assert log.contains("✅ ${it} stopped (PID: ${pid})")
}
assert new File(basedir, 'target/ends').readLines() == ['base ends', 'disk ends']
assert !new File(basedir, 'target/never').exists()
assert !log.contains(':stop (default)')
assert !new File(e2eDirectory).list().any { it ==~ /\.?e2e-.*-bg\.(pid|state|lock|work).*/ }
return true
