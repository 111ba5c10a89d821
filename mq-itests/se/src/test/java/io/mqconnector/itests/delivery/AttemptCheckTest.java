// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptCheckTest {
    private final HistoryBuilder history = new HistoryBuilder().records("a", "b");

    private List<String> violations() {
        return new AttemptCheck().violations(history.build());
    }

    @Test
    void isContentWhenEachFailureCountsOne() {
        history.failed("m1", 0, 1, 0, 1).failed("m1", 0, 2, 10, 11).delivery("m1", 0, 0, 3, 20, 21, EventKind.OK);

        assertThat(violations()).isEmpty();
    }

    @Test
    void wantsTheFirstDeliveryToBeTheFirstAttempt() {
        history.delivery("m1", 0, 0, 2, 20, 21, EventKind.OK);

        assertThat(violations()).singleElement().asString().contains("not the first attempt");
    }

    @Test
    void findsAnAttemptThatIsLeftOut() {
        history.failed("m1", 0, 1, 0, 1).failed("m1", 0, 3, 10, 11);

        assertThat(violations()).singleElement().asString().contains("counts too far");
    }

    @Test
    void findsAnAttemptThatIsForgottenAtAHandOver() {
        history.failed("m1", 0, 1, 0, 1).failed("m2", 0, 1, 10, 11);
        assertThat(violations()).singleElement().asString().contains("does not count on");

        history.attemptsDoNotSurvive();
        assertThat(violations()).isEmpty();
    }

    @Test
    void letsAKillLoseAttempts() {
        history.failed("m1", 0, 1, 0, 1)
                .failed("m1", 0, 2, 10, 11)
                .cause(CauseKind.KILL, "m1", 15, 16)
                .failed("m2", 0, 1, 20, 21)
                .failed("m2", 0, 2, 30, 31);

        assertThat(violations()).isEmpty();
    }

    @Test
    void doesNotCareForTheAttemptAfterASuccess() {
        history.ok("m1", 0, 0, 1).seek(0, 0, 1, 5).ok("m1", 0, 10, 11);

        assertThat(violations()).isEmpty();
    }

    @Test
    void letsAFailedBatchCountOrNotWhenItsRecordsComeOneByOne() {
        history.form(Form.BATCH)
                .failed("m1", 0, 1, 0, 1)
                .failed("m1", 0, 1, 10, 11)
                .delivery("m1", 0, 0, 2, 20, 21, EventKind.OK);

        assertThat(violations()).isEmpty();
    }
}
