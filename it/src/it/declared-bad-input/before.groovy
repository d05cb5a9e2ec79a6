// A process that could run stands first in each module: it must not be started either.
def fine = '<process><name>fine</name><command><arg>sleep</arg><arg>600</arg></command></process>'
def process = { String inner, String start = '<command><arg>sleep</arg><arg>600</arg></command>' ->
    "<process><name>x</name>${start}${inner}</process>"
}
def readiness = { String inner -> process("<readiness>${inner}</readiness>") }

// Module: its processes, and what its error has to say.
def mistakes = [
    'unknown-element': [process('<comand>sleep</comand>'), 'there is no element <comand> in a <process>'],
    'unknown-in-readiness': [readiness('<htp>x</htp>'), 'there is no element <htp> in a <readiness>'],
    'attribute': [readiness('<http status="200">http://127.0.0.1:1/</http>'), '<http status=…>: there are no attributes here'],
    'no-name': ['<process><command><arg>true</arg></command></process>', '<process>: <name> is missing'],
    'bad-name': ['<process><name>../x</name></process>', '<process><name>: '],
    'twice': [process('') + process(''), "<process> 'x' is declared twice"],
    'nothing-to-run': [process('', ''), "<process> 'x': neither <command> nor <mainClass>"],
    'both-to-run': [process('<mainClass>it.X</mainClass>'), "<process> 'x': both <command> and <mainClass>"],
    'empty-command': [process('', '<command/>'), "<process> 'x': <command>: it is empty"],
    'no-such-program': [process('', '<command><arg>no-such-program</arg></command>'),
        "'x': <command>: the program 'no-such-program' is missing or cannot be executed"],
    'words-in-one': [process('', '<command><arg>sleep 600</arg></command>'), 'each word of it is an <arg> of its own'],
    'no-such-directory': [process('<workingDirectory>nowhere</workingDirectory>'), 'no-such-directory/nowhere'],
    'no-such-dependency': [process('<dependsOn>nobody</dependsOn>'), "<process> 'x': <dependsOn> names 'nobody'"],
    'bad-dependency': [process('<dependsOn>no body</dependsOn>'), "<process> 'x': <dependsOn>: "],
    'itself': [process('<dependsOn>x</dependsOn>'), '<dependsOn> goes round in a circle among [x]'],
    'circle': [process('<dependsOn>y</dependsOn>') + process('<dependsOn>x</dependsOn>').replace('<name>x', '<name>y'),
        '<dependsOn> goes round in a circle among [x, y]'],
    'bad-duration': [process('<startupTimeout>soon</startupTimeout>'), "<process> 'x': <startupTimeout>: expected a duration"],
    'no-duration': [process('<shutdownTimeout>0</shutdownTimeout>'), "<process> 'x': <shutdownTimeout>: expected a duration"],
    'bad-delay': [readiness('<delay>1 day</delay>'), "<process> 'x': <readiness>: <delay>: expected a duration"],
    'bad-expression': [readiness('<log>(</log>'), "<process> 'x': <readiness>: <log>: expected a regular expression, got '('"],
    'bad-failure': [process('<failOn>[</failOn>'), "<process> 'x': <failOn>: expected a regular expression, got '['"],
    'bad-size': [process('<maxLogSize>big</maxLogSize>'), "<process> 'x': <maxLogSize>: expected a size"],
    'bad-signal': [process('<stopSignal>GRACE</stopSignal>'), "<process> 'x': <stopSignal>: expected one of TERM, INT,"],
    'bad-port-name': [process('<ports><port>8080</port></ports>'), "<process> 'x': <ports>: a port is named by the property"],
    'bad-port-number': [process('<ports><port>too.high</port></ports>'), "<process> 'x': <ports>: the property too.high fixes the port to '65536'"],
    'port-of-two': [process('<ports><port>a.port</port></ports>')
        + process('<ports><port>a.port</port></ports>').replace('<name>x', '<name>y'), "'y': <ports> names 'a.port', as process 'x' does"],
    'bad-url': [readiness('<http>ftp://127.0.0.1/</http>'), "<process> 'x': <readiness>: <http>: expected an http or https URL"],
    'bad-reference-in-url': [readiness('<http>http://127.0.0.1:${no.such.port}/</http>'),
        "<process> 'x': <readiness>: <http>: expected an http or https URL"],
    'bad-status': [readiness('<http><url>http://127.0.0.1:1/</url><status>ok</status></http>'),
        "<process> 'x': <readiness>: <http>: expected status codes or ranges such as 200-399 or 200,204, got 'ok'"],
    'bad-listener': [readiness('<tcp><address>127.0.0.1:1</address><listener>none</listener></tcp>'),
        "<process> 'x': <readiness>: <tcp>: <listener>: expected own or any, got 'none'"],
    'bad-address': [readiness('<tcp>localhost</tcp>'), "<process> 'x': <readiness>: <tcp>: "],
    'bad-dependencies': [process('<dependencies><dependency><groupId>it</groupId><artifactId>it</artifactId></dependency></dependencies>',
        '<mainClass>it.X</mainClass>'), "<process> 'x': <dependencies>: it:it:jar has no version"],
    'unknown-reference': [process('<environmentVariables><URL>@{nobody.url}</URL></environmentVariables>'),
        "'x': <environmentVariables> refers to @{nobody.url}; there is no process 'nobody'"],
    'reference-without-dependency': [process('', '<command><arg>echo</arg><arg>${e2e.fine.url}</arg></command>'),
        "'x': <command> refers to @{fine.url}; add <dependsOn>fine</dependsOn>"],
    'built-in-with-readiness': [process('<readiness><delay>1</delay></readiness>', '').replace('<name>x', '<name>consumer'),
        "<process> 'consumer': it is built in, and takes nothing but its <name>"],
]
context.put('mistakes', mistakes)

def pom = new File(basedir, 'pom.xml')
pom.text = pom.text.replaceFirst(/<!--.*-->/, mistakes.keySet().collect { "<module>${it}</module>" }.join('\n    '))
mistakes.each { name, mistake ->
    def module = new File(basedir, name)
    module.mkdirs()
    new File(module, 'pom.xml').text = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>it</groupId>
    <artifactId>declared-bad-input</artifactId>
    <version>1</version>
  </parent>
  <artifactId>${name}</artifactId>
  <packaging>pom</packaging>
  <properties>
    <too.high>65536</too.high>
  </properties>
  <build>
    <plugins>
      <plugin>
        <groupId>dev.e2e</groupId>
        <artifactId>e2e-maven-plugin</artifactId>
        <configuration>
          <processes>${fine}${mistake[0]}</processes>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
"""
}
return true
