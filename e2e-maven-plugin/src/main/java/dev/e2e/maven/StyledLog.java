package dev.e2e.maven;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import org.apache.maven.plugin.logging.Log;

/** A log whose lines are put into another style on their way. */
final class StyledLog {
    private StyledLog() {}

    static Log of(Log log, UnaryOperator<String> style) {
        return (Log) Proxy.newProxyInstance(
                StyledLog.class.getClassLoader(), new Class<?>[] {Log.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof CharSequence line) {
                        arguments[0] = style.apply(line.toString());
                    }
                    try {
                        return method.invoke(log, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
