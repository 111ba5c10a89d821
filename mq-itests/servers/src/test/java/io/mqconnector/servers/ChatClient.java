// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Asks the chat application. Thread-safe. */
final class ChatClient {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    /** @param server where the application is deployed as {@code chat} */
    ChatClient(AppServer server) {
        this.base = server.baseUri().resolve("chat/rest/chat/");
    }

    /** One delivery. */
    record Delivery(String who, String text, String key, int partition, long offset, int attempt, String note) {
        private static Delivery of(String line) {
            var parts = line.split("\t", -1);
            return new Delivery(
                    parts[0],
                    parts[1],
                    parts[2],
                    Integer.parseInt(parts[3]),
                    Long.parseLong(parts[4]),
                    Integer.parseInt(parts[5]),
                    parts[6]);
        }
    }

    /** Sends numbers. */
    int send(String topic, int from, int count, int keys, String by, String jndiName) {
        return Integer.parseInt(post(
                "?topic=" + topic + "&from=" + from + "&count=" + count + "&keys=" + keys + "&by=" + by + "&jndi="
                        + jndiName,
                ""));
    }

    /** Sends one text, with one key for all. */
    void sendText(String topic, String text) {
        post("text?topic=" + topic, text);
    }

    /** Sends one text, and returns where to or why not. */
    String attempt(String topic, String text) {
        return post("attempt?topic=" + topic, text);
    }

    /** What one listener was given so far. */
    List<Delivery> received(String who) {
        return get("received")
                .lines()
                .filter(line -> !line.isBlank())
                .map(Delivery::of)
                .filter(delivery -> delivery.who().equals(who))
                .toList();
    }

    /** A text of the application's. */
    String get(String what) {
        return send(HttpRequest.newBuilder(base.resolve(what)).GET());
    }

    private String post(String what, String body) {
        var uri = what.startsWith("?") ? URI.create(base.toString().replaceAll("/$", "") + what) : base.resolve(what);
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError("HTTP " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new AssertionError("the application does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
