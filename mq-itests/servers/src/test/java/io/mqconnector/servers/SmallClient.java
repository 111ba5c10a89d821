// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Asks the application that only sends. Thread-safe. */
final class SmallClient {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    SmallClient(AppServer server, String application) {
        base = server.baseUri().resolve(application + "/rest/small");
    }

    void send(String topic, String text) {
        ask(HttpRequest.newBuilder(URI.create(base + "?topic=" + topic))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(text)));
    }

    /** The server's MBeans that fit a pattern. */
    List<String> names(String pattern) {
        return ask(HttpRequest.newBuilder(
                                URI.create(base + "?pattern=" + URLEncoder.encode(pattern, StandardCharsets.UTF_8)))
                        .GET())
                .lines()
                .toList();
    }

    private String ask(HttpRequest.Builder request) {
        try {
            var response = http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(base + ": HTTP " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new AssertionError(base + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
