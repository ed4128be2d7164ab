#include <iostream>

#include "client/cli/command_line.h"

int main(int argc, char** argv) {
  return wijkboek::RunCommandLine(argc, argv,
                                  {.out = &std::cout,
                                   .err = &std::cerr,
                                   .connect_kiosk = wijkboek::ConnectToKiosk,
                                   .connect_office = wijkboek::ConnectToOffice,
                                   .connect_api = wijkboek::ConnectToApi});
}
