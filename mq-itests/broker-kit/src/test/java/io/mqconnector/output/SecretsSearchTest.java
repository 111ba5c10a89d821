// SPDX-License-Identifier: MIT
package io.mqconnector.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsSearchTest {
    private static final String SECRET = "the/secret+of=seven";

    private final SecretsSearch search = SecretsSearch.of(Set.of(SECRET));

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(search.in("text", "the secret of seven\nand the/secret+of=six"))
                .isEmpty();
    }

    @Test
    void tellsWhereASecretStands() {
        var leaks = search.in("text", "one\ntwo\npassword=" + SECRET + ";\nand " + SECRET);

        assertThat(leaks)
                .containsExactly(
                        new Leak("text", 3, "plain", "password=" + SECRET + ";"),
                        new Leak("text", 4, "plain", "and " + SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "us", "use", "user"})
    void findsItWithinBase64WhateverStandsAroundIt(String before) {
        for (String after : List.of("", "1", "12", "123")) {
            var bytes = (before + SECRET + after).getBytes(StandardCharsets.UTF_8);

            assertThat(search.in("text", "Basic " + Base64.getEncoder().encodeToString(bytes)))
                    .extracting(Leak::form)
                    .containsExactly("base64");
            assertThat(search.in("text", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                    .extracting(Leak::form)
                    .containsExactly("base64");
        }
    }

    @Test
    void findsItUrlEncodedAndInHexadecimal() {
        var hex = HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8));

        assertThat(search.in("text", "http://x/?a=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8)))
                .extracting(Leak::form)
                .containsExactly("url");
        assertThat(search.in("text", hex + " " + hex.toUpperCase(Locale.ROOT)))
                .extracting(Leak::form)
                .containsExactly("hex", "hex");
    }

    @Test
    void searchesEveryLogForWhatAnyJvmHasRegistered(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("17.registered"), "by-the-other-jvm\n");
        Files.writeString(directory.resolve("a.log"), "x by-the-other-jvm");
        Files.writeString(
                Files.createDirectories(directory.resolve("deep")).resolve("server.log.2026-01-01"),
                "\n" + TestSecrets.MARKER);
        Files.writeString(directory.resolve("settings.properties"), TestSecrets.MARKER);

        assertThat(SecretsSearch.ofAll(directory).inLogs(directory))
                .extracting(leak -> leak.where() + ":" + leak.line())
                .containsExactly("a.log:1", "deep/server.log.2026-01-01:2");
    }

    @Test
    void doesNotTakeWhatWouldBeFoundByChance() {
        assertThatThrownBy(() -> TestSecrets.register("sa")).isInstanceOf(IllegalArgumentException.class);
    }
}
