// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrderCheckTest {
    private final HistoryBuilder history = new HistoryBuilder().records("a", "b", "a", "b");

    private List<String> violations() {
        return new OrderCheck().violations(history.build());
    }

    @Test
    void isContentWithAPartitionOneAfterAnotherOverTwoMembers() {
        history.ok("m1", 0, 0, 5)
                .failed("m1", 1, 1, 5, 9)
                .delivery("m2", 0, 1, 2, 20, 25, EventKind.OK)
                .ok("m2", 2, 25, 30)
                .ok("m2", 3, 30, 35);

        assertThat(violations()).isEmpty();
    }

    @Test
    void findsAPartitionThatWentOnWithoutAFailedRecord() {
        history.ok("m1", 0, 0, 5).failed("m1", 1, 1, 5, 9).ok("m1", 2, 10, 15);
        history.delivery("m1", 0, 1, 2, 20, 25, EventKind.OK).ok("m1", 3, 30, 35);

        assertThat(violations()).singleElement().asString().contains("0@2").contains("came before");
    }

    @Test
    void letsAnotherKeyGoOnButNotTheSame() {
        history.order(Order.KEY).ok("m1", 0, 0, 5).failed("m1", 1, 1, 5, 9).ok("m1", 2, 6, 15);
        assertThat(violations()).isEmpty();

        history.ok("m1", 3, 16, 17).delivery("m1", 0, 1, 2, 20, 25, EventKind.OK);
        assertThat(violations()).singleElement().asString().contains("0@3").contains("came before");
    }

    @Test
    void findsAMailboxThatRunsTwiceAtTheSameTime() {
        history.ok("m1", 0, 0, 5).ok("m1", 1, 4, 8);

        assertThat(violations()).singleElement().asString().contains("began while");
    }

    @Test
    void findsAFailedDeliveryBesideAnotherOfItsKey() {
        history.order(Order.KEY).failed("m1", 0, 1, 0, 5).ok("m1", 2, 4, 8);

        assertThat(violations()).anyMatch(violation -> violation.contains("began while"));
    }

    @Test
    void letsWhatWasCutOffOverlapWithTheNextAssignment() {
        history.ok("m1", 0, 0, 50)
                .cause(CauseKind.CUT_OFF, "m1", 10, 11)
                .delivery("m1", 0, 0, 1, 20, 25, EventKind.OK)
                .ok("m1", 1, 26, 27);

        assertThat(violations()).isEmpty();
    }

    @Test
    void letsTheRecordsOfABatchBeginTogether() {
        history.form(Form.BATCH)
                .ok("m1", 0, 5, 10)
                .ok("m1", 1, 5, 10)
                .ok("m1", 2, 5, 11)
                .ok("m1", 3, 11, 12);

        assertThat(violations()).isEmpty();
    }

    @Test
    void findsABatchBesideAnother() {
        history.form(Form.BATCH)
                .ok("m1", 0, 0, 10)
                .ok("m1", 1, 0, 10)
                .cause(CauseKind.KILL, "m2", 0, 1)
                .ok("m1", 2, 5, 11)
                .ok("m1", 3, 5, 11);

        assertThat(violations()).singleElement().matches(violation -> violation.contains("began while"));
    }

    @Test
    void wantsNoOrderWhereThereIsNone() {
        history.order(Order.UNORDERED).ok("m1", 2, 0, 5).ok("m1", 1, 4, 8).ok("m1", 0, 6, 8);

        assertThat(violations()).isEmpty();
    }
}
