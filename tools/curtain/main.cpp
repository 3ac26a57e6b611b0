// The `curtain` program: signals, errors and the exit status. command_line.cpp parses the words and calls a
// command.
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/config/diagnostics.hpp"
#include "models/experiment/run.hpp"
#include "models/workload/arrival.hpp"
#include "sim/check.hpp"
#include "tools/curtain/command_line/command_line.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/interrupt.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/standard_streams.hpp"

namespace {

using namespace curtain::tools;

/// Prints the error and returns the exit status.
int failed(const std::string& text, int status) {
  fmt::print(stderr, "{}\n", text);
  return status;
}

/// Puts the name of the program before each line.
std::string with_name(std::string text) {
  for (std::size_t at = 0; at != std::string::npos && at < text.size(); at = text.find('\n', at)) {
    at += at == 0 ? 0 : 1;
    text.insert(at, "curtain: ");
  }
  return text;
}

/// Runs the command line. Each error becomes a message and an exit status.
int run_guarded(const std::vector<std::string>& words) {
  try {
    return run_command_line(words, interrupted());
  } catch (const ReaderGone&) {
    return kDone;
  } catch (const UsageError& error) {
    return failed(with_name(error.text), kBadInput);
  } catch (const curtain::ScenarioError& error) {
    return failed(error.what(), kBadInput);
  } catch (const curtain::TraceError& error) {
    return failed(error.what(), kBadInput);
  } catch (const curtain::RunInterrupted&) {
    return failed("curtain: interrupted; nothing was measured", kInterrupted);
  } catch (const std::invalid_argument& error) {
    return failed(std::string("curtain: ") + error.what(), kBadInput);
  } catch (const std::bad_alloc&) {
    return failed("curtain: out of memory", kRunFailed);
  } catch (const std::exception& error) {
    return failed(std::string("curtain: ") + error.what(), kRunFailed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  catch_interrupts();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a write beyond the file-size limit is then an error, as on a full disk
  open_standard_streams();
  const int status = run_guarded({argv + 1, argv + argc});
  if (const std::string reason = output_error(); !reason.empty() && status <= kExpectationFailed) {
    return failed("curtain: standard output could not be written: " + reason, kRunFailed);
  }
  return status;
}
