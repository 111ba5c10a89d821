// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class MqObjectNamesTest {
    @Test
    void quotesWhatUsersChose() {
        var name = new MqObjectNames("gateway-1").listener("java:/mq/X, or=worse*");

        assertThat(name.getCanonicalName()).startsWith("io.mqconnector:");
        assertThat(name.getKeyProperty("connector")).isEqualTo("gateway-1");
        assertThat(ObjectName.unquote(name.getKeyProperty("name"))).isEqualTo("java:/mq/X, or=worse*");
        assertThat(name.isPattern()).isFalse();
    }

    @Test
    void putsTheTypeFirst() {
        assertThat(new MqObjectNames("a").pool("default").toString())
                .isEqualTo("io.mqconnector:type=ProducerPool,connector=a,name=\"default\"");
    }

    @Test
    void quotesAConnectorNameThatNeedsIt() {
        assertThat(new MqObjectNames("a:b").connector().getKeyProperty("connector"))
                .isEqualTo("\"a:b\"");
    }
}
