String log = new File(basedir, 'build.log').text
def errors = log.readLines().findAll { it.startsWith('[ERROR]') }
context.get('mistakes').each { name, mistake ->
    def error = errors.find { it.contains("on project ${name}: ") }
    assert error != null: "${name} has no error"
    assert error.contains(mistake[1]): "${name} says: ${error}"
}
assert !log.contains('ready after')
context.get('mistakes').keySet().each { name ->
    def left = new File(basedir, "${name}/target/states").list()
    assert left == null || left.length == 0: "${name} has left ${left}"
}
return true
