// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.inject.spi.DeploymentException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    private final StringWriter err = new StringWriter();
    private final picocli.CommandLine command = DemoCommand.commandLine().setErr(new PrintWriter(err, true));

    @Test
    void tellsWrongSettingsAndNothingElse() throws Exception {
        var problems = "mq: 1 problem, no listener was started:\n - mq.pool.stripes = 'x': not a whole number";

        int status = command.getExecutionExceptionHandler()
                .handleExecutionException(new DeploymentException(problems), command, null);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactlyElementsOf(problems.lines().toList());
    }

    @Test
    void leavesADefectItsStackTrace() {
        var defect = new IllegalStateException("a defect");

        assertThatThrownBy(() -> command.getExecutionExceptionHandler().handleExecutionException(defect, command, null))
                .isSameAs(defect);
    }
}
