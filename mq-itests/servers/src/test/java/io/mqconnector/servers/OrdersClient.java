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

/** Asks the application of orders. Thread-safe. */
final class OrdersClient {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    OrdersClient(AppServer server) {
        base = server.baseUri().resolve("orders/rest/orders");
    }

    /** What one order came to. */
    String order(JtaContract.Sending sending, String topic, String id, String end) {
        return ask(request(sending, topic, id, end).timeout(PATIENCE));
    }

    /** As {@link #order}, without waiting for an answer. */
    void begin(JtaContract.Sending sending, String topic, String id) {
        var unused =
                http.sendAsync(request(sending, topic, id, "never").build(), HttpResponse.BodyHandlers.discarding());
    }

    /** What the stage of an asynchronous send said. */
    String outcome(String text) {
        return ask(HttpRequest.newBuilder(URI.create(base + "?text=" + encoded(text)))
                .timeout(PATIENCE));
    }

    private HttpRequest.Builder request(JtaContract.Sending sending, String topic, String id, String end) {
        return HttpRequest.newBuilder(URI.create(base + "?factory=" + encoded(sending.factory()) + "&by=" + sending.by()
                        + "&database=" + encoded(sending.database()) + "&topic=" + topic + "&id=" + id + "&end=" + end))
                .POST(HttpRequest.BodyPublishers.noBody());
    }

    private String ask(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(base + ": HTTP " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new AssertionError("no answer from " + base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
