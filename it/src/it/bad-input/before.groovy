// Held open until after.groovy closes it.
def socket = new ServerSocket(0, 1, InetAddress.loopbackAddress)
context.put('socket', socket)
new File(basedir, 'taken-port.properties').text = "e2e.consumer.port=${socket.localPort}\n"
return true
