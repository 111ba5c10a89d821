// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.resource.spi.InvalidPropertyException;
import java.beans.PropertyDescriptor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code configuration} is read, and what it says when it cannot be. */
class PropertyBeanTest {
    private final MqResourceAdapter bean = new MqResourceAdapter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mq.a=1;mq.b=2",
                "mq.a=1\nmq.b=2",
                "mq.a=1\r\nmq.b=2\r\n",
                " ; mq.a = 1 ;;\n\n mq.b = 2 ; ",
            })
    void entriesEndWithASemicolonOrALine(String configuration) {
        bean.setConfiguration(configuration);

        assertThat(bean.settings()).isEqualTo(Map.of("mq.a", "1", "mq.b", "2"));
    }

    @Test
    void aSemicolonAndAnEqualsSignMayStandInAValue() {
        bean.setConfiguration("mq.a=Login required password=\"x=y\"\\;;mq.b=c\\d");

        assertThat(bean.settings()).isEqualTo(Map.of("mq.a", "Login required password=\"x=y\";", "mq.b", "c\\d"));
    }

    @Test
    void aPropertyOfItsOwnIsStronger() {
        bean.setConfiguration("mq.client.brokers=weak:1;mq.producer.linger=9ms");
        bean.setBrokers(" strong:1 ");

        assertThat(bean.settings()).isEqualTo(Map.of("mq.client.brokers", "strong:1", "mq.producer.linger", "9ms"));
    }

    @Test
    void whatIsBlankIsNotSet() {
        bean.setBrokers("a:1");
        bean.setBrokers("  ");
        bean.setPoolStripes(3);
        bean.setPoolStripes(null);
        bean.setConfiguration(" ");

        assertThat(bean.settings()).isEmpty();
        assertThat(bean.getConfiguration()).isNull();
        assertThat(bean).isEqualTo(new MqResourceAdapter()).hasSameHashCodeAs(new MqResourceAdapter());
    }

    @Test
    void allBadEntriesAreNamedAtOnce() {
        bean.setConfiguration("producer.linger=1ms;mq.a=1;nothing;mp.client.brokers=a:1");

        assertThat(bean.configurationProblem())
                .contains("entry 1 (producer.linger) is not a key beginning with 'mq.'")
                .contains("entry 3 has no '='")
                .contains("entry 4 (mp.client.brokers)");
    }

    @Test
    void theRestOfAPasswordIsNotTakenForAKey() {
        bean.setConfiguration("mq.kafka.common.sasl.jaas.config=Login password=\"abc;s3cret=x;hidden\"");

        assertThat(bean.configurationProblem())
                .contains("entry 2 is not")
                .contains("entry 3 has no '='")
                .doesNotContain("s3cret")
                .doesNotContain("hidden")
                .doesNotContain("abc");
        assertThat(bean.toString()).doesNotContain("abc", "s3cret");
    }

    @Test
    void anActivationNamesTheInvalidProperty() {
        var spec = new MqActivationSpec();
        spec.setConfiguration("nothing");

        var invalid = catchThrowableOfType(InvalidPropertyException.class, spec::validate);

        assertThat(invalid).hasMessageContaining("configuration").hasMessageContaining("no '='");
        assertThat(invalid.getInvalidPropertyDescriptors())
                .extracting(PropertyDescriptor::getName)
                .containsExactly("configuration");
    }

    @Test
    void beansAreEqualIfTheSameIsSetAndOfOneClass() {
        var other = new MqResourceAdapter();
        bean.setBrokers("a:1");
        assertThat(bean).isNotEqualTo(other);
        other.setBrokers("a:1");
        assertThat(bean).isEqualTo(other).hasSameHashCodeAs(other);

        other.setConfiguration("mq.a=1");
        assertThat(bean).isNotEqualTo(other);
        var factory = new MqManagedConnectionFactory();
        factory.setBrokers("a:1");
        assertThat(bean).isNotEqualTo(factory);
        assertThat(Unreachable.listener()).isNotEqualTo(Unreachable.listener());
    }
}
