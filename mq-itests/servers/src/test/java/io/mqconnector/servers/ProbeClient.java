// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Asks the probe's servlet. Thread-safe. */
final class ProbeClient {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final AppServer server;

    ProbeClient(AppServer server) {
        this.server = server;
    }

    /** The answer's lines; what is not 200 is an exception. */
    Map<String, String> ask(String operation, Map<String, String> parameters) {
        try {
            var response = http.send(request(operation, parameters), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new ServerException(
                        operation + parameters + " -> " + response.statusCode() + "\n" + response.body());
            }
            var answer = new LinkedHashMap<String, String>();
            response.body().lines().forEach(line -> {
                int split = line.indexOf('=');
                answer.put(line.substring(0, split), line.substring(split + 1));
            });
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(operation + parameters, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted", e);
        }
    }

    /** Asks for what is never answered, because the server is to be killed meanwhile. */
    CompletableFuture<HttpResponse<Void>> askInVain(String operation, Map<String, String> parameters) {
        return http.sendAsync(request(operation, parameters), HttpResponse.BodyHandlers.discarding());
    }

    /** Whether the servlet is there and its answer contains the text. */
    boolean answers(String operation, String text) {
        try {
            var response = http.send(request(operation, Map.of()), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 && response.body().contains(text);
        } catch (IOException e) {
            return false; // not yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted", e);
        }
    }

    private HttpRequest request(String operation, Map<String, String> parameters) {
        var query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        URI uri = server.baseUri().resolve("probe/run/" + operation + "?" + query);
        return HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    }
}
