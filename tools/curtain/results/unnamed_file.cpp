#include "tools/curtain/results/unnamed_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace curtain::tools {
namespace {

constexpr std::size_t kScratchBuffer = std::size_t{1} << 18;

[[noreturn]] void scratch_failed(const std::string& what) {
  throw std::runtime_error("a temporary file for sorting could not be " + what + ": " +
                           std::generic_category().message(errno));
}

class UnnamedFile : public ScratchFile {
 public:
  explicit UnnamedFile(const std::string& path) {
    std::string name = path + ".sorting-XXXXXX";
    const int descriptor = mkostemp(name.data(), 0);
    if (descriptor < 0) {
      scratch_failed("made");
    }
    unlink(name.c_str());  // the file exists only as long as it is open
    file_.reset(fdopen(descriptor, "w+b"));
    if (file_ == nullptr) {
      close(descriptor);
      scratch_failed("opened");
    }
    std::setvbuf(file_.get(), nullptr, _IOFBF, kScratchBuffer);
  }

  void write(std::string_view bytes) override {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
      scratch_failed("written completely");
    }
  }
  void rewind() override {
    if (std::fflush(file_.get()) != 0) {
      scratch_failed("written completely");
    }
    std::rewind(file_.get());
  }
  bool read(char* to, std::size_t size) override {
    const std::size_t count = std::fread(to, 1, size, file_.get());
    if (std::ferror(file_.get()) != 0) {
      scratch_failed("read");
    }
    if (count != size && count != 0) {
      throw std::runtime_error("a temporary file for sorting ends within a row");
    }
    return count == size;
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace

std::unique_ptr<ScratchFile> make_unnamed_file(const std::string& path) {
  return std::make_unique<UnnamedFile>(path);
}

}  // namespace curtain::tools
