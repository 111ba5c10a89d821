// SPDX-License-Identifier: MIT
package io.mqconnector.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WildFlyOutcomeIT extends OutcomeContract {
    @Override
    AppServer newServer(ServerSettings settings, Path directory) {
        return new WildFly(settings);
    }

    @Test
    void blocksTheCallerOfScheduleWorkWhenFiftyWorksRun() {
        assertThat(worksGiven("short, INDEFINITE"))
                .containsEntry("callerBlocked", "true")
                .containsEntry("running", "50");
    }

    @Test
    void reportsAWorkThatStartsTooLateAsCompletedAndNotAsRejected() {
        assertThat(worksGiven("short, 1000 ms").get("failedAfterRelease"))
                .startsWith("{WorkRejectedException 1="); // START_TIMED_OUT
    }
}
