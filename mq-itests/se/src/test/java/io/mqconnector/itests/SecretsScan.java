// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mqconnector.output.LogsContract;
import io.mqconnector.output.SecretsSearch;
import io.mqconnector.output.TestSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The last phase of this module's build, once its integration tests are over. */
class SecretsScan extends LogsContract {
    @Test
    void whatWasToldOnPurposeIsFoundWhereverItWasTold() throws IOException {
        assumeTrue(Files.exists(OUTPUT.resolve(SeededLeakIT.DONE)), "SeededLeakIT has not run");

        var found = SecretsSearch.of(Set.of(TestSecrets.SEEDED)).inLogs(OUTPUT);

        for (var way : SeededLeakIT.WAYS) {
            assertThat(found)
                    .as(way)
                    .anySatisfy(
                            leak -> assertThat(leak.form() + " " + leak.text()).matches(".*" + way + ".*"));
        }
    }
}
