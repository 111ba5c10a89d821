// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigDocsTest {
    private static Path document() {
        var directory = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("mq-api"))) {
            directory = directory.getParent();
        }
        assertThat(directory).as("the root of the repository").isNotNull();
        return directory.resolve("docs").resolve("configuration.md");
    }

    @Test
    void isWhatTheRepositoryHas() throws IOException {
        var document = document();
        if (Boolean.getBoolean("mq.docs.update")) {
            Files.createDirectories(document.getParent());
            Files.writeString(document, ConfigDocs.render());
        }

        assertThat(document).as("rewrite it with -Dmq.docs.update=true").exists();
        assertThat(Files.readString(document)).isEqualTo(ConfigDocs.render());
    }

    @Test
    void hasARowForEveryKey() {
        var text = ConfigDocs.render();

        for (var key : ConfigKeys.all()) {
            assertThat(text).contains("| `" + key.name() + "` | ").contains(key.doc());
        }
    }

    @Test
    void doesNotDependOnTheMachine() {
        assertThat(ConfigDocs.render())
                .contains("| 2, or 1 on one core |")
                .contains("| the server's name or the host's, then -1 |");
    }
}
