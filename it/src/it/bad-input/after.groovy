ServerSocket socket = context.get('socket')
int port = socket.localPort
socket.close()
def errors = new File(basedir, 'build.log').readLines().findAll { it.contains('[ERROR]') }
[
    "e2e.processes: there is no process 'producer'; there are [collector, consumer, infra, port-forward]",
    "e2e.startupTimeout: expected a duration such as 90s, 2m or 500ms, got 'soon'",
    "e2e.directory: '/proc/1' cannot be written",
    "e2e.kubeconfig: '${basedir}/no-such-kubeconfig' does not exist",
    "${basedir}/broken-kubeconfig",
    "e2e.kafka.bootstrapServers: expected host:port, or several separated by commas, got 'localhost' ('localhost' has no port)",
    "Process 'consumer': port ${port} is taken by PID ",
    "e2e.java: '/no/such/java' is missing or cannot be executed",
    'Kafka: nothing listens at 127.0.0.1:1; start it, correct e2e.kafka.bootstrapServers',
    'Kafka: nothing listens at 127.0.0.1:1, as e2e.kafka.bootstrapServers on the command line says',
    "e2e.infrastructure: 'embedded' contradicts e2e.kafka.bootstrapServers on the command line",
].each { message -> assert errors.any { it.contains(message) }: "no line says: ${message}" }
String log = new File(basedir, 'build.log').text
assert log.count('BUILD FAILURE') == 12
assert log.count('Kafka: nothing listens at 127.0.0.1:1; start it, correct') == 2 // of start, and of infra
assert log.contains('e2e:start does not look (e2e.infrastructure=none)')
assert !log.contains('ready after')
assert !new File(e2eDirectory).list().any { it ==~ /e2e-.*-bg\..*/ && !it.contains('.log') }
return true
