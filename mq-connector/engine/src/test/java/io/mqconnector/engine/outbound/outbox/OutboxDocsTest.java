// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxDocsTest {
    private static final Path PAGE = Path.of("../../docs/transactions-jta.md");
    private static final Path SHIPPED = Path.of("src/main/resources/io/mqconnector/outbox");

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void thePageHasTheStatementsThatAreShipped(String name) throws Exception {
        var shipped = Files.readString(SHIPPED.resolve(name + ".sql"));

        assertThat(Files.readString(PAGE)).contains("```sql " + name + "\n" + shipped + "```");
    }
}
