// The icons of the pages, imported one by one: what stands here is what is shipped.
import alertTriangle from '@tabler/icons/outline/alert-triangle.svg?inner';
import apple from '@tabler/icons/outline/apple.svg?inner';
import arrowBackUp from '@tabler/icons/outline/arrow-back-up.svg?inner';
import arrowLeft from '@tabler/icons/outline/arrow-left.svg?inner';
import arrowRight from '@tabler/icons/outline/arrow-right.svg?inner';
import arrowsExchange from '@tabler/icons/outline/arrows-exchange.svg?inner';
import babyCarriage from '@tabler/icons/outline/baby-carriage.svg?inner';
import backspace from '@tabler/icons/outline/backspace.svg?inner';
import bed from '@tabler/icons/outline/bed.svg?inner';
import bell from '@tabler/icons/outline/bell.svg?inner';
import bike from '@tabler/icons/outline/bike.svg?inner';
import briefcase from '@tabler/icons/outline/briefcase.svg?inner';
import bucket from '@tabler/icons/outline/bucket.svg?inner';
import calendar from '@tabler/icons/outline/calendar.svg?inner';
import calendarEvent from '@tabler/icons/outline/calendar-event.svg?inner';
import calendarOff from '@tabler/icons/outline/calendar-off.svg?inner';
import calendarPlus from '@tabler/icons/outline/calendar-plus.svg?inner';
import camera from '@tabler/icons/outline/camera.svg?inner';
import cat from '@tabler/icons/outline/cat.svg?inner';
import check from '@tabler/icons/outline/check.svg?inner';
import chevronRight from '@tabler/icons/outline/chevron-right.svg?inner';
import circleCheck from '@tabler/icons/outline/circle-check.svg?inner';
import circleDashed from '@tabler/icons/outline/circle-dashed.svg?inner';
import clock from '@tabler/icons/outline/clock.svg?inner';
import clockExclamation from '@tabler/icons/outline/clock-exclamation.svg?inner';
import cloudUpload from '@tabler/icons/outline/cloud-upload.svg?inner';
import coffee from '@tabler/icons/outline/coffee.svg?inner';
import creditCard from '@tabler/icons/outline/credit-card.svg?inner';
import deviceLaptop from '@tabler/icons/outline/device-laptop.svg?inner';
import deviceTablet from '@tabler/icons/outline/device-tablet.svg?inner';
import dialpad from '@tabler/icons/outline/dialpad.svg?inner';
import doorEnter from '@tabler/icons/outline/door-enter.svg?inner';
import doorExit from '@tabler/icons/outline/door-exit.svg?inner';
import dots from '@tabler/icons/outline/dots.svg?inner';
import edit from '@tabler/icons/outline/edit.svg?inner';
import eye from '@tabler/icons/outline/eye.svg?inner';
import fileText from '@tabler/icons/outline/file-text.svg?inner';
import fish from '@tabler/icons/outline/fish.svg?inner';
import flower from '@tabler/icons/outline/flower.svg?inner';
import friends from '@tabler/icons/outline/friends.svg?inner';
import handStop from '@tabler/icons/outline/hand-stop.svg?inner';
import heart from '@tabler/icons/outline/heart.svg?inner';
import heartHandshake from '@tabler/icons/outline/heart-handshake.svg?inner';
import helpHexagon from '@tabler/icons/outline/help-hexagon.svg?inner';
import history from '@tabler/icons/outline/history.svg?inner';
import home from '@tabler/icons/outline/home.svg?inner';
import homeHeart from '@tabler/icons/outline/home-heart.svg?inner';
import homeQuestion from '@tabler/icons/outline/home-question.svg?inner';
import hourglass from '@tabler/icons/outline/hourglass.svg?inner';
import idBadge2 from '@tabler/icons/outline/id-badge-2.svg?inner';
import infoCircle from '@tabler/icons/outline/info-circle.svg?inner';
import key from '@tabler/icons/outline/key.svg?inner';
import lamp from '@tabler/icons/outline/lamp.svg?inner';
import language from '@tabler/icons/outline/language.svg?inner';
import leaf from '@tabler/icons/outline/leaf.svg?inner';
import listCheck from '@tabler/icons/outline/list-check.svg?inner';
import logout from '@tabler/icons/outline/logout.svg?inner';
import mapPin from '@tabler/icons/outline/map-pin.svg?inner';
import math from '@tabler/icons/outline/math.svg?inner';
import messageCircle from '@tabler/icons/outline/message-circle.svg?inner';
import messages from '@tabler/icons/outline/messages.svg?inner';
import microphone from '@tabler/icons/outline/microphone.svg?inner';
import minus from '@tabler/icons/outline/minus.svg?inner';
import moodSad from '@tabler/icons/outline/mood-sad.svg?inner';
import moodSmile from '@tabler/icons/outline/mood-smile.svg?inner';
import moonStars from '@tabler/icons/outline/moon-stars.svg?inner';
import mug from '@tabler/icons/outline/mug.svg?inner';
import phone from '@tabler/icons/outline/phone.svg?inner';
import plant from '@tabler/icons/outline/plant.svg?inner';
import playerPause from '@tabler/icons/outline/player-pause.svg?inner';
import playerPlay from '@tabler/icons/outline/player-play.svg?inner';
import playerStop from '@tabler/icons/outline/player-stop.svg?inner';
import plus from '@tabler/icons/outline/plus.svg?inner';
import printer from '@tabler/icons/outline/printer.svg?inner';
import qrcode from '@tabler/icons/outline/qrcode.svg?inner';
import refresh from '@tabler/icons/outline/refresh.svg?inner';
import sailboat from '@tabler/icons/outline/sailboat.svg?inner';
import school from '@tabler/icons/outline/school.svg?inner';
import search from '@tabler/icons/outline/search.svg?inner';
import shoppingCart from '@tabler/icons/outline/shopping-cart.svg?inner';
import signature from '@tabler/icons/outline/signature.svg?inner';
import star from '@tabler/icons/outline/star.svg?inner';
import stethoscope from '@tabler/icons/outline/stethoscope.svg?inner';
import sun from '@tabler/icons/outline/sun.svg?inner';
import tool from '@tabler/icons/outline/tool.svg?inner';
import toolsKitchen2 from '@tabler/icons/outline/tools-kitchen-2.svg?inner';
import tree from '@tabler/icons/outline/tree.svg?inner';
import truck from '@tabler/icons/outline/truck.svg?inner';
import umbrella from '@tabler/icons/outline/umbrella.svg?inner';
import user from '@tabler/icons/outline/user.svg?inner';
import userPlus from '@tabler/icons/outline/user-plus.svg?inner';
import usersGroup from '@tabler/icons/outline/users-group.svg?inner';
import volume from '@tabler/icons/outline/volume.svg?inner';
import volume2 from '@tabler/icons/outline/volume-2.svg?inner';
import volumeOff from '@tabler/icons/outline/volume-off.svg?inner';
import walk from '@tabler/icons/outline/walk.svg?inner';
import washMachine from '@tabler/icons/outline/wash-machine.svg?inner';
import wifiOff from '@tabler/icons/outline/wifi-off.svg?inner';
import x from '@tabler/icons/outline/x.svg?inner';

export const icons = {
  'alert-triangle': alertTriangle,
  apple,
  'arrow-back-up': arrowBackUp,
  'arrow-left': arrowLeft,
  'arrow-right': arrowRight,
  'arrows-exchange': arrowsExchange,
  'baby-carriage': babyCarriage,
  backspace,
  bed,
  bell,
  bike,
  briefcase,
  bucket,
  calendar,
  'calendar-event': calendarEvent,
  'calendar-off': calendarOff,
  'calendar-plus': calendarPlus,
  camera,
  cat,
  check,
  'chevron-right': chevronRight,
  'circle-check': circleCheck,
  'circle-dashed': circleDashed,
  clock,
  'clock-exclamation': clockExclamation,
  'cloud-upload': cloudUpload,
  coffee,
  'credit-card': creditCard,
  'device-laptop': deviceLaptop,
  'device-tablet': deviceTablet,
  dialpad,
  'door-enter': doorEnter,
  'door-exit': doorExit,
  dots,
  edit,
  eye,
  'file-text': fileText,
  fish,
  flower,
  friends,
  'hand-stop': handStop,
  heart,
  'heart-handshake': heartHandshake,
  'help-hexagon': helpHexagon,
  history,
  home,
  'home-heart': homeHeart,
  'home-question': homeQuestion,
  hourglass,
  'id-badge-2': idBadge2,
  'info-circle': infoCircle,
  key,
  lamp,
  language,
  leaf,
  'list-check': listCheck,
  logout,
  'map-pin': mapPin,
  math,
  'message-circle': messageCircle,
  messages,
  microphone,
  minus,
  'mood-sad': moodSad,
  'mood-smile': moodSmile,
  'moon-stars': moonStars,
  mug,
  phone,
  plant,
  'player-pause': playerPause,
  'player-play': playerPlay,
  'player-stop': playerStop,
  plus,
  printer,
  qrcode,
  refresh,
  sailboat,
  school,
  search,
  'shopping-cart': shoppingCart,
  signature,
  star,
  stethoscope,
  sun,
  tool,
  'tools-kitchen-2': toolsKitchen2,
  tree,
  truck,
  umbrella,
  user,
  'user-plus': userPlus,
  'users-group': usersGroup,
  volume,
  'volume-2': volume2,
  'volume-off': volumeOff,
  walk,
  'wash-machine': washMachine,
  'wifi-off': wifiOff,
  x,
} as const;

export type IconName = keyof typeof icons;
