// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mqconnector.engine.outbound.JtaTransactions.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerTransactionsTest {
    private final FakeTransactions registry = new FakeTransactions();
    private final ServerTransactions transactions = new ServerTransactions(registry);

    @Test
    void tellsWhereTheTransactionStands() {
        assertThat(transactions.state()).isEqualTo(State.NONE);
        registry.begin(false);
        assertThat(transactions.state()).isEqualTo(State.ACTIVE);
        registry.setRollbackOnly();
        assertThat(transactions.state()).isEqualTo(State.DOOMED);
    }

    @Test
    void tellsHowItEnded() {
        List<Boolean> ends = new ArrayList<>();
        registry.begin(false);
        transactions.onCompletion(ends::add);
        registry.end();
        registry.begin(false);
        transactions.onCompletion(ends::add);
        registry.setRollbackOnly();
        registry.end();

        assertThat(ends).containsExactly(true, false);
    }

    @Test
    void keepsSomethingAndRefusesToTellOfATransactionThatIsBoundToRollBack() {
        registry.begin(true);
        transactions.put("key", "value");

        assertThat(transactions.find("key")).isEqualTo("value");
        assertThatThrownBy(() -> transactions.onCompletion(end -> {})).isInstanceOf(IllegalStateException.class);
    }
}
