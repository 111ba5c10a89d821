// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the other tests rely on when they handle a server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path directory;

    private AppServer server;

    @RegisterExtension
    final LogTailOnFailure logTail = new LogTailOnFailure(() -> server);

    abstract AppServer newServer(ServerSettings settings);

    @BeforeAll
    void start() {
        server = newServer(ServerSettings.named("contract"));
        server.start();
    }

    @AfterAll
    void close() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void deploysReplacesAndUndeploys() throws IOException, InterruptedException {
        server.deploy(pageSaying("first"));
        var first = get();
        server.deploy(pageSaying("second"));
        var second = get();
        server.undeploy("page.war");
        var gone = get();

        assertThat(first.body()).isEqualTo("first");
        assertThat(second.body()).isEqualTo("second");
        assertThat(gone.statusCode()).isEqualTo(NOT_FOUND);
    }

    @Test
    void refusesWhatCannotBeDeployedWithTheServersOwnWords() {
        var broken = Archive.named("broken.war")
                .with("WEB-INF/web.xml", "<not-web-app")
                .writeTo(directory);

        assertThatThrownBy(() -> server.deploy(broken))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("broken.war")
                .hasMessageContaining("web.xml");
    }

    @Test
    void isDeadAfterAKillAndServesTheSameAfterTheNextStart() throws IOException, InterruptedException {
        server.deploy(pageSaying("still here"));
        var killed = server.jvm();
        server.kill();
        boolean isAlive = killed.isAlive();
        server.start();
        var page = get();
        server.undeploy("page.war");

        assertThat(isAlive).isFalse();
        assertThat(server.jvm().pid()).isNotEqualTo(killed.pid());
        assertThat(page.body()).isEqualTo("still here");
    }

    @Test
    void endsInOrderWhenItIsStopped() {
        var jvm = server.jvm();
        server.stop();
        var log = server.log();
        server.start();

        assertThat(jvm.isAlive()).isFalse();
        assertThat(log).contains(farewell());
    }

    @Test
    void dumpsItsHeap() throws IOException {
        var dump = directory.resolve("heap.hprof");

        server.dumpHeap(dump);

        assertThat(Files.size(dump)).isGreaterThan(1_000_000);
    }

    /** What an orderly stop leaves in the log. */
    abstract String farewell();

    private Path pageSaying(String text) {
        return Archive.named("page.war").with("page.txt", text).writeTo(directory);
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        URI page = server.baseUri().resolve("page/page.txt");
        return http.send(HttpRequest.newBuilder(page).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }
}
