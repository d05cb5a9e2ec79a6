String log = new File(basedir, 'build.log').text
def running = (log =~ /✅ Orders ready after .* \(PID: (\d+)\)/).collect { it[1] }
assert running.size() == 1 // by the first goal, and by none of the others
String pid = running[0]

def skipped = log.substring(log.indexOf('Kept what runs'))
assert log.contains("⚠️  Orders already running (PID: ${pid})")
assert skipped.contains('Tests are skipped.')
assert skipped.contains('e2e:stop is skipped')

assert log.contains("✅ Orders reused (PID: ${pid})")
assert log.contains("⚪ Orders left running (PID: ${pid}), as it was before this build")
assert log =~ /Tests run: 1, Failures: 0, Errors: 0, Skipped: 0/

assert log.contains("Process 'orders' runs already: PID ${pid}")
assert log.contains("it belongs to no build; stop it with 'mvn e2e:stop -De2e.processes=orders'")
assert log.contains('nobody was asked: Maven runs in batch mode')

assert log.contains("✅ Orders stopped (PID: ${pid})")
assert !new File(e2eDirectory).list().any { it ==~ /e2e-.*-bg\.(pid|state|lock|work)/ }
return true
