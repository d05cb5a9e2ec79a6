package it;

import com.google.gson.Gson;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks the server that has to be ready before, with a library that only this process has. */
public class Audit {
    public static void main(String[] arguments) throws Exception {
        System.out.println("auditing " + arguments[0]);
        try (InputStream answer = new URL(arguments[1]).openStream()) {
            String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(Path.of("target/audited"), new Gson().toJson(text));
        }
        Thread.currentThread().join();
    }
}
