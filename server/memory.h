// Gives memory back to the system after something large. The allocator keeps what was freed, for
// good where many threads took part.
#ifndef WIJKBOEK_SERVER_MEMORY_H_
#define WIJKBOEK_SERVER_MEMORY_H_

#include <condition_variable>
#include <mutex>
#include <thread>

namespace wijkboek {

// Thread-safe. Has a thread of its own.
class FreedMemory {
 public:
  FreedMemory();
  ~FreedMemory();
  FreedMemory(const FreedMemory&) = delete;
  FreedMemory& operator=(const FreedMemory&) = delete;

  // Something that may have been large is being answered: a while later, when the answer is out,
  // what is free goes back, if it is much.
  void ReturnSoon();

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable wake_;
  bool wanted_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace wijkboek

#endif  // WIJKBOEK_SERVER_MEMORY_H_
