// The `curtain` program: signals, errors and exit status; command_line.cpp reads the words and calls a
// command.
#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include "models/config/diagnostics.hpp"
#include "models/experiment/run.hpp"
#include "models/workload/arrival.hpp"
#include "sim/check.hpp"
#include "tools/command_line.hpp"
#include "tools/commands.hpp"
#include "tools/interrupt.hpp"

namespace {

using namespace curtain::tools;

/// Tells what is wrong. What an input or a plugin has put into a message must not move a terminal's cursor.
void tell(std::string text) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7F) {
      c = '?';
    }
  }
  fmt::print(stderr, "{}\n", text);
}

/// Says that standard output could not be written; not to somebody who closed it, as `| head -1` does.
int output_failed(int reason) {
  if (reason != EPIPE) {
    fmt::print(stderr, "curtain: standard output could not be written: {}\n",
               std::generic_category().message(reason));
  }
  return kRunFailed;
}

}  // namespace

int main(int argc, char** argv) {
  catch_interrupts();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a write beyond the limit of a file's size is an error like a full disk
  try {
    const int status = run_command_line({argv + 1, argv + argc}, interrupted());
    if (std::fflush(stdout) != 0 && status == kDone) {
      return output_failed(errno);
    }
    return status;
  } catch (const UsageError& error) {
    tell("curtain: " + error.text);
    return kBadInput;
  } catch (const curtain::ScenarioError& error) {
    tell(error.what());
    return kBadInput;
  } catch (const curtain::TraceError& error) {
    tell(error.what());
    return kBadInput;
  } catch (const curtain::RunInterrupted&) {
    fmt::print(stderr, "curtain: interrupted; nothing was measured\n");
    return kInterrupted;
  } catch (const std::invalid_argument& error) {
    tell(std::string("curtain: ") + error.what());
    return kBadInput;
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "curtain: out of memory\n");
    return kRunFailed;
  } catch (const std::system_error& error) {  // what printing throws
    return output_failed(error.code().value());
  } catch (const std::exception& error) {
    tell(std::string("curtain: ") + error.what());
    return kRunFailed;
  }
}
