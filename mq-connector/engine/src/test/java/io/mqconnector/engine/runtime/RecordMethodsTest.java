// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;

/** That class loaders are left behind by nothing is for the redeployments of the server tests. */
class RecordMethodsTest {
    @Test
    void worksOnThisJdk() {
        assertThatNoException().isThrownBy(RecordMethods::forgetOurs);
    }
}
