### okok: interface wording, Russian. The words of the playbook (phrases, fears, drafts) are in bot/playbook.
###
### A key is the id of the content with dots turned into hyphens. Numbered keys (…-1, …-2) take turns.
### $time comes with its preposition (moment-…), other dates, names and texts come ready; $n in a choice is a number.
### The manager is addressed as “ты”, the client as “вы”; no exclamation marks; no grammatical gender of manager or client.

## opener.after — right after the call, before any question; six, in turn

opener-after-1 =
    Ты знаешь своё дело. На той стороне живой человек, и с ним тоже всё в порядке.
    Один медленный выдох. Потом короткий вопрос.
opener-after-2 =
    Я ок, ты ок: с этого начинается любой хороший разговор, и следующий тоже.
    Вдох носом, медленный выдох. Плечи вниз.
opener-after-3 =
    Один звонок не отменяет того, что ты умеешь, и не делает человека на той стороне врагом.
    Длинный выдох, до конца. Потом начнём.
opener-after-4 =
    Ты ок. Человек на той стороне тоже: чего-то хочет, чего-то боится, как все мы.
    Вдохни. Выдохни вдвое медленнее.
opener-after-5 =
    Там не компания, а живой человек. А ты не мишень, ты специалист.
    Медленно выдохни и разожми челюсть.
opener-after-6 =
    Разбираем разговор, а не людей: и с тобой, и с человеком на той стороне всё в порядке.
    Стопы на пол, вдох, долгий выдох.

## opener.high — tension 7 and above

opener-high-1 = { $n } из 10: тело ещё на том звонке. Сначала выдох, потом ответ клиенту.
opener-high-2 = { $n } из 10. Убеждать сейчас никого не нужно: сначала выдох, потом ответ.
opener-high-3 = { $n } из 10. Ты знаешь своё дело, просто сейчас трясёт. Сначала выдох, потом ответ.

## opener.low — tension 3 and below

opener-low-1 =
    { $n } из 10, голова ясная. Можно сразу к делу.
    Ты ок, человек на той стороне тоже. Посмотрим, что за этим стояло.
opener-low-2 =
    Ровно, { $n } из 10. Дыхание пропускаем.
    Так проще увидеть человека за словами, которые прозвучали.
opener-low-3 =
    { $n } из 10, хорошая точка, чтобы думать.
    Ты знаешь своё дело, на той стороне живой человек. Разберём разговор.

## pause — in for 4, out for 6, one minute

pause-in = Вдох
pause-out = Выдох
pause-start-1 = Минута. Вдох на 4, выдох на 6. Клиенту пока ничего не отправляем.
pause-start-2 = Дыши вместе с этим сообщением: вдох на 4, выдох на 6. Остановиться можно в любую секунду.
pause-start-3 = Шесть вдохов, шесть выдохов. Считать не надо, посчитаю.
pause-middle-1 = Половина. Выдох чуть длиннее, чем хочется.
pause-middle-2 = Половина позади. Плечи вниз.
pause-middle-3 = Ещё три выдоха.
pause-end-1 = Минута прошла. Дальше, когда удобно.
pause-end-2 = Всё. Заметь, что изменилось, даже если немного.
pause-end-3 = Минута была твоя. Теперь можно думать.
pause-o-onward = Дальше
pause-skipped-1 = Хорошо, идём дальше.

## stage — names on the progress line

stage-p1 = Начало
stage-p2a = Что было
stage-p2b = Чего боится
stage-p3 = Что сказать
stage-r = Когда написать

## step.client

step-client-q = С кем был разговор?
step-client-hint = Выбери из недавних или напиши имя.
step-client-hint_first = Хватит имени или инициалов. Видно только тебе.
step-client-o-more = Показать всех
step-client-match = Похоже на запись «{ $client }». Это тот же клиент?
step-client-match_several = Похоже на одну из записей. Кто это?
step-client-o-same = Да
step-client-o-not_same = Нет, новый клиент
step-client-ack-new = Записано: { $client }.
step-client-ack-known = { $client }. Уже есть в записях.

## step.tension_before (P1)

step-tension_before-q = Сколько в тебе сейчас напряжения, от 1 до 10?
step-tension_before-hint = 1 — спокойно, 10 — трясёт. Это про тебя, а не про разговор.
step-tension_before-ack-mid = { $n } из 10. Рабочее напряжение, идём дальше.

## step.pause (P1)

step-pause-o-start = Подышать минуту
step-pause-o-stop = Хватит

## step.i_am_ok (P1)

step-i_am_ok-q = Что у тебя получилось в этом разговоре?
step-i_am_ok-hint = Можно отметить несколько. Хватит и одного.
step-i_am_ok-o-calm = Сохранить спокойствие
step-i_am_ok-o-heard = Дослушать до конца
step-i_am_ok-o-scope = Удержать рамки проекта
step-i_am_ok-o-truth = Сказать правду
step-i_am_ok-o-prepared = Прийти с подготовкой
step-i_am_ok-o-not_in_kind = Не ответить тем же
step-i_am_ok-ack-1 = Это твоё. Чужой тон этого не отменяет.
step-i_am_ok-ack-2 = На это можно опереться в следующем разговоре.
step-i_am_ok-ack-3 = Это было, даже если кажется, что не вышло ничего.

## step.you_are_ok (P1)

step-you_are_ok-q = Чего этот человек хочет для себя?
step-you_are_ok-hint = Не для компании. Хватит догадки.
step-you_are_ok-o-heard = Чтобы услышали
step-you_are_ok-o-face = Не потерять лицо
step-you_are_ok-o-result = Получить результат
step-you_are_ok-o-safe = Не рисковать
step-you_are_ok-o-not_fooled = Чтобы не обманули
step-you_are_ok-ack-1 = С этим уже проще, чем с тоном.
step-you_are_ok-ack-2 = С таким желанием можно работать.
step-you_are_ok-ack-3 = Хотеть этого нормально, по обе стороны.

## step.behaviour (P2a)

step-behaviour-q = Что было со стороны клиента?
step-behaviour-hint = Только действия, без выводов о характере. Потом можно добавить ещё одно.
step-behaviour-o-calm = Ничего такого
step-behaviour-o-threat_people = Угрожает людям

## step.facts (P2a)

step-facts-q = Что прозвучало и что было сделано? О чём просили?
step-facts-hint = Текстом или голосом. Лучше дословно: «вы всё сорвали», а не «хамство».
step-facts-ack-1 = Записано. Это факты, с ними проще.
step-facts-ack-2 = Есть. Факты отдельно, тон отдельно.
step-facts-ack-3 = Сохранено. В голове держать больше не надо.
step-facts-ack-voice = Голосовое сохранено как факты этого разговора.
step-facts-ack-voice_words = Голосовое и слова под ним сохранены как факты этого разговора.

## step.polite (P2a)

step-polite-q = К концу получилось говорить вежливо?
step-polite-hint = Вежливо — это когда слышно обоих. Спорить при этом можно.
step-polite-o-yes = Да
step-polite-o-not_yet = Нет
step-polite-o-broke_off = Разговор прервался
step-polite-ack-yes = Тогда можно спросить, что за этим стоит.
step-polite-ack-not_yet = Если повторится, скажи так:
step-polite-ack-broke_off = Вот с чего можно начать заново.

## step.fear (P2b)

step-fear-q = Чего на самом деле боится клиент?
step-fear-hint = Хватит догадки. Потом можно добавить ещё одно.
step-fear-own_prompt = Напиши опасение своими словами, лучше так, как оно прозвучало.
step-fear-ack-one = Пока считаем так.
step-fear-ack-two = Два варианта. Начнём с первого.
step-fear-ack-other = Записано твоими словами.
step-fear-ack-unknown = Не знать — нормально. Значит, следующий шаг — спросить.

## step.evidence (P2b)

step-evidence-q = Откуда это известно?
step-evidence-hint = Если это догадка, сначала проверим вопросом.
step-evidence-o-said = Сами сказали
step-evidence-o-signs = Вижу признаки
step-evidence-o-guess = Догадка
step-evidence-ack-said = Подтверждено. Из этого и исходим.
step-evidence-ack-signs = Вероятно. Вот вопрос, который это проверит:
step-evidence-ack-guess = Пока догадка. Вот вопрос, который её проверит:
sure-confirmed = подтверждено
sure-likely = вероятно
sure-hypothesis = догадка

## step.approach (P3)

step-approach-q = С чем идти в следующий разговор
step-approach-hint = Возьми одно, остальное подождёт.
step-approach-say = Сказать
step-approach-do = Сделать
step-approach-avoid = Не стоит
step-approach-ask = Спросить
step-approach-o-next = Дальше
step-approach-o-more = Ещё варианты
step-approach-unknown = Одного вопроса за разговор хватит.

## step.honest (R1)

step-honest-q = Что нужно прямо сказать клиенту, даже если это неприятно?
step-honest-hint = Напиши как есть: факт, что он значит, что делаем, к какому сроку.
step-honest-o-frame = Четыре вопроса
step-honest-o-nothing = Плохих новостей нет
step-honest-o-later = Пока уточняю
step-honest-ack-filled = Хорошо, что это прозвучит от тебя, а не выяснится само.
step-honest-ack-nothing = Хорошо: плохих новостей сейчас нет.
step-honest-ack-later = Так и скажем: уточняем. Осталось назвать срок.
step-honest-skip = Хорошо. Дописать это можно в итоге разбора.

## step.next_contact (R2)

step-next_contact-q = Когда напишешь или позвонишь?
step-next_contact-hint = Только срок, который выдержишь. Можно написать: «в пятницу в 10».
step-next_contact-o-keep = Оставить так
step-next_contact-o-move = В рабочее время
step-next_contact-ack-set = Записано: { $time }.
step-next_contact-off_hours = Это вне твоих рабочих часов. Оставить так?
step-next_contact-unclear = Не получилось разобрать время. Напиши, например, «завтра в 10» или «через 3 часа».
step-next_contact-past = Это время уже прошло.
step-next_contact-skip = Хорошо, без срока. Его можно добавить в итоге разбора.

## step.tension_after (P3)

step-tension_after-q = А напряжение сейчас, от 1 до 10?
step-tension_after-hint = Можно примерно.
step-tension_after-ack-down = { $before } → { $after }. Отпускает.
step-tension_after-ack-same = { $before } → { $after }. Так тоже бывает.
step-tension_after-ack-up = { $before } → { $after }. Вспоминать тяжело, так бывает. Выдохни ещё раз.
step-tension_after-ack-high = { $before } → { $after }. Ещё высоко. Черновик сохранён, отправишь потом.

## summary — the card (P3, R1, R2)

summary-title = Итог: { $client }
summary-fear = Боится: { $fear } ({ $sure })
summary-fear_unknown = Чего боится, пока неизвестно: спросим
summary-boss_date = Начальству клиента нужно: { $day }
summary-honest = Сказать прямо: { $honest }
summary-honest_none = Сказать прямо: пока не записано
summary-next = Написать: { $time }
summary-next_was = Написать: { $time }. Было: { $was }
summary-o-next_back = Вернуть: { $time }
summary-next_none = Когда написать: срок не назван
summary-cadence = Как часто: { $cadence }
summary-saved = Разбор сохранён.
summary-o-copy = Скопировать
summary-o-edit = Изменить текст
summary-o-anew = Черновик заново
summary-o-open = Открыть чат
summary-o-cadence = Как часто
summary-o-done = Готово
summary-edit_prompt = Пришли новый текст целиком, он заменит черновик.
summary-hold = Сначала выдох, потом отправляй.

## honest.frame — four lines

honest-frame-is-label = Что случилось
honest-frame-is-q = 1 из 4. Что случилось? Факт, число, дата.
honest-frame-means-label = Что это значит
honest-frame-means-q = 2 из 4. Что это меняет? Чего пока не знаем?
honest-frame-do-label = Что делаем
honest-frame-do-q = 3 из 4. Что делаем? Только то, что в наших силах.
honest-frame-by-label = К какому сроку
honest-frame-by-q = 4 из 4. К какому сроку? Если срока нет: когда назовём.
honest-frame-show_examples = Показать примеры
honest-example-together = Вместе
honest-example-more = Ещё пример

## honest.tick — four ticks before sending

honest-tick-line = Перед отправкой: есть факт? Сказано, чего не знаем и когда напишешь? Нет упрёка?

## draft.news — the tone, before the draft

draft-news-q = Какая новость?
draft-sorry-date = Простите, что подвели с датой.
draft-sorry-mistake = Простите, это наша ошибка.

## safety — a threat to people (X)

safety-threat = Это уже не про проект. Клиенту не отвечай. Не оставайся с этим наедине: скажи руководителю сейчас. Если опасность рядом, звони { $emergency }.
safety-o-told = Руководитель знает
safety-o-call = Кому позвонить
safety-call = Опасность для жизни: { $emergency }. Иначе тот, кто рядом: руководитель, коллега, близкий. Сообщения с угрозой не удаляй.

## menu

menu-title = С чего начнём?
menu-debrief = Разобрать звонок
menu-settings = Настройки

## btn — common buttons

btn-back = Назад
btn-skip = Пропустить
btn-stop = Стоп
btn-menu = В меню
btn-next = Дальше
btn-copy = Скопировать
btn-another = Другая
btn-softer = Мягче
btn-firmer = Твёрже
btn-boundary = Граница
btn-resume = Продолжить
btn-step_by_step = По шагам
btn-in_full = Целиком
btn-delete = Удалить
btn-more = Ещё

## command — descriptions

command-start = Меню и первая помощь
command-debrief = Разобрать звонок
command-settings = Язык, часовой пояс, рабочие часы
command-cancel = Остановиться и выйти в меню
command-help = Что здесь есть и как этим пользоваться

## cadence

cadence-label-daily = каждый рабочий день
cadence-label-two_days = каждые 2 рабочих дня
cadence-label-weekly = раз в неделю
cadence-label-two_weeks = раз в две недели
cadence-label-off = без напоминаний
cadence-q = { $client }: как часто держать связь?

## start

start-first =
    Ты ок, и человек на той стороне ок. Один медленный выдох.

    Здесь помогают с трудными звонками: вернуть вежливый тон, понять, чего боится клиент, и честно договориться, что дальше.
start-again =
    Ты ок, и на той стороне живой человек.
    Один медленный выдох.
start-out_of_blue = Сохранено. Что с этим сделать?
start-o-debrief = Разобрать звонок
start-o-note = Оставить заметкой

## help

help-text =
    Что здесь есть.

    • 🆘 Клиент кричит: одна фраза за два нажатия.
    • Разобрать звонок: до шести нажатий, в конце итог и черновик сообщения.
    • Перед звонком: что известно о клиенте и с чего начать.
    • Выговориться: две строки в ответ, потом всё удаляется.
    • Кто ждёт вестей: обещания и самая долгая тишина. Напомню вовремя, потом спрошу, как прошло.

    /check проверит текст перед отправкой, /touch отметит связь, /reminders покажет, что впереди, и поставит паузу.
    Просто текст или голосовое станут фактами разбора или заметкой.

    Почти всё можно пропустить, «Стоп» всё сохранит. Клиенту ничего не уходит без тебя. Психолога, юриста и руководителя бот не заменяет.

## privacy

privacy-text =
    Написанное здесь бот показывает только тебе: ни руководителю, ни коллегам. Лежит оно на сервере, где запущен бот; кто ведёт сервер, технически может открыть базу.

    Клиента можно записать инициалами; телефон и ник есть, только если их добавить. Голосовые остаются в Telegram.
    «Выговориться» не хранится вовсе, но след может остаться в уведомлениях. Текст из /check хранится, пока открыта проверка, не дольше 12 часов.

    /export отдаст всё твоё файлом, /forget сотрёт клиента или всё навсегда, из резервных копий в течение 30 дней.

## error

error-stale_button = Эта кнопка с прошлого экрана. Вот где мы сейчас.
error-tap_expected = Записано в факты. Вопрос прежний.
error-voice_too_long =
    { $n ->
        [one] Голосовое длиннее { $n } минуты не поместится. Раздели его на два, пожалуйста.
        [few] Голосовое длиннее { $n } минут не поместится. Раздели его на два, пожалуйста.
       *[many] Голосовое длиннее { $n } минут не поместится. Раздели его на два, пожалуйста.
    }
error-voice_too_long_words =
    { $n ->
        [one] Голосовое длиннее { $n } минуты не поместится, раздели его на два, пожалуйста. Слова под ним в фактах.
        [few] Голосовое длиннее { $n } минут не поместится, раздели его на два, пожалуйста. Слова под ним в фактах.
       *[many] Голосовое длиннее { $n } минут не поместится, раздели его на два, пожалуйста. Слова под ним в фактах.
    }
error-unsupported = Здесь понимаю текст, голос и кнопки.
play-forbidden =
    Твои настройки Telegram не принимают голосовые от ботов.
    Их можно открыть: «Настройки» → «Конфиденциальность» → «Голосовые сообщения». Сама запись осталась выше в этом чате.
play-lost = Telegram не отдаёт эту запись боту. Обычно она остаётся выше в этом чате; если найдётся, её можно переслать сюда ещё раз.
word-menu = меню
word-sos = сос
word-help = помощь
word-settings = настройки
word-debrief = разбор
word-clients = клиенты
word-reminders = напоминания
word-cancel = отмена
error-nothing_seen = В этом сообщении нет ни одной видимой буквы. Ничего не записано.
error-unknown_command = Такой команды нет. Вот меню.
error-group = О клиентах в группе не говорю. Напиши мне в личные сообщения.
error-not_invited = Сюда входят по приглашению. Попроси ссылку у того, кто ведёт бота в агентстве.
error-nothing_to_cancel = Останавливать нечего. Вот меню.

## settings

settings-title = Настройки
settings-language = Язык
settings-time_zone = Часовой пояс
settings-time_zone_prompt = Напиши город или пояс, например «Казань» или «Europe/Moscow».
settings-hours = Рабочие часы
settings-hours_prompt = Напиши, например, «10–19».
settings-days = Рабочие дни
settings-offer = Напоминаю в рабочее время, { $hours }. Сейчас у тебя { $clock }.
settings-saved = Сохранено.
settings-unclear = Не получилось разобрать. Пример: { $example }

## settings — the screen of the present values, and what content has no words for

settings-current =
    Язык: { $language }
    Пояс: { $zone }
    Часы: { $hours }
    Дни: { $days }
    Праздники: { $holidays }
    Напоминания: в { $digest }
    Разбор: { $detail }
settings-detail-short = коротко
settings-detail-full = по шагам
settings-detailed-on = Всегда по шагам
settings-detailed-off = Сначала коротко
settings-zone_unknown = Такого города в списке нет. Напиши ближайший крупный, разницу с UTC вроде «+5» или время, которое сейчас на часах.
settings-days_prompt = В какие дни ты работаешь?
settings-days_hint = Нажатие включает и выключает день. Один остаётся всегда.
settings-language-ru = Русский
settings-language-en = English

## settings — public holidays; {day} comes ready (“пт, 1 мая”)

settings-holidays = Праздники
settings-holidays_zone = Страна: { $country }, по часовому поясу.
settings-holidays_chosen = Страна: { $country }.
settings-holidays_next = Ближайший праздник в рабочий день: { $day }.
settings-holidays_soon = Даты скоро появятся здесь.
settings-holidays_none = Праздников в рабочие дни в календаре нет.
settings-holidays_quiet = В праздники напоминаю только о том, что обещано клиенту. Остальное ждёт рабочего дня.
settings-holidays_prompt = Другая страна? Напиши её название.
settings-holidays_no_country = По часовому поясу страну не узнать, поэтому праздников здесь пока нет.
settings-holidays_name = Напиши страну, например «Казахстан».
settings-holidays_off = Считаются обычными днями: напоминания приходят и в праздники.
settings-holidays_ordinary = как обычные дни
settings-holidays_whose = страна не названа
settings-o-holidays_on = Не напоминать в праздники
settings-o-holidays_off = Напоминать и в праздники
settings-o-holidays_zone = По часовому поясу
settings-country_which = Какая из этих стран?
settings-country_unknown = Такой страны в списке нет. Напиши её полное название, например «Казахстан».

## settings — when the day's reminders come

settings-digest = Напоминания
settings-digest_start = Приходят в рабочие дни с началом работы, в { $clock }.
settings-digest_now = Приходят в рабочие дни в { $clock }.
settings-digest_promises = Об обещанном клиенту напоминаю отдельно, ближе к сроку.
settings-digest_prompt = Выбери время или напиши своё, например «{ $example }».
settings-digest_outside = Это время вне твоих рабочих часов, они { $hours }. Назови другое или сначала поправь часы.

## moment — when, with its preposition; {day} comes ready (“5 декабря”), {clock} too (“18:30”)

moment-today = сегодня в { $clock }
moment-tomorrow = завтра в { $clock }
moment-date = { $day } в { $clock }
moment-weekday = { $weekday }, { $day }, в { $clock }

## weekday — the name inside moment-weekday; the number is the ISO one, Monday is 1

weekday-1 = в понедельник
weekday-2 = во вторник
weekday-3 = в среду
weekday-4 = в четверг
weekday-5 = в пятницу
weekday-6 = в субботу
weekday-7 = в воскресенье

## moment-short — on buttons, no preposition; {weekday} is the short name (“пт”)

moment-short-today = сегодня { $clock }
moment-short-tomorrow = завтра { $clock }
moment-short-weekday = { $weekday } { $clock }
moment-short-date = { $day } { $clock }

## step-…-name — what a step is called in the list of those passed over

step-tension_before-name = Напряжение до разбора
step-i_am_ok-name = Что получилось у тебя
step-you_are_ok-name = Чего клиент хочет для себя
step-behaviour-name = Что было в разговоре
step-facts-name = Факты
step-polite-name = Говорили ли вежливо
step-fear_own-name = Опасение своими словами
step-evidence-name = Откуда это известно
step-boss_date-name = Когда нужно начальству
step-honest-name = Что сказать прямо
step-next_contact-name = Когда написать
step-contact_which-name = Какое время из двух
step-contact_hours-name = Срок вне рабочих часов
step-tension_after-name = Напряжение сейчас
step-went_out-name = Вовремя ли ушло сообщение
step-overdue_since-name = Обещанный срок

## step — what the program says back beyond content’s words

step-next_contact-ack-understood = Понимаю так: { $time }.
step-next_contact-o-change = Другое время
step-next_contact-ambiguous = Это можно понять по-разному. Как правильно?
step-next_contact-hour = В какое время? Можно и написать: «в 11:30».
step-next_contact-tomorrow = Сегодня это время уже прошло. Тогда завтра? Можно и написать другое.
step-boss_date-unclear = Не получилось разобрать дату. Напиши, например, «в пятницу» или «5 декабря».

## stopped — after Stop; and deleting what was kept

stopped-title = Сохранено. Ждёт тебя 12 часов.
delete-q = Удалить этот разбор? Вернуть его будет нельзя.
delete-o-keep = Оставить
delete-done = Разбор удалён.

## menu, summary — what waits, and what can be added

summary-o-passed = Ещё вопросы: { $count }
summary-passed = Что добавить?
summary-o-next = Назвать срок
summary-o-honest = Что сказать прямо
summary-address_prompt = Как обращаться к этому человеку в письмах? Имя или имя и отчество.
summary-contact_prompt = Пришли ник или телефон клиента: переписка откроется сразу с черновиком. Видно только тебе.
summary-contact_unclear = Не похоже на ник или телефон. Пример: @marina_k или +7 900 123-45-67.
summary-told_yes = Клиент знает срок: ● да ○ нет
summary-told_no = Клиент знает срок: ○ да ● нет

## error — more defined answers

error-closed_run = Этот разбор уже закрыт.
error-facts_added = Записано в факты.
error-moved_to_facts = Вопросы обновились, одного из прежних больше нет. Что там было написано, теперь в фактах.
error-newer_run = Этот разбор записан более новой версией бота. Записи на месте и ждут её.
error-edited = Правка учтена, прежний текст заменён.
error-edit_kept = Правка здесь ничего не меняет: ответ прежний. Другой можно дать через «Назад».
error-edit_twin = Правка учтена. Похожий клиент уже есть: тот ли это, спрошу в разборе.
error-edit_nothing = Эта правка ничего не меняет: того текста нет в открытых разборах.
error-caption_only = Слова сохранены, а файл над ними — нет: здесь остаются только текст и голос.
error-one_moment = Минутку: ответ придёт сам.
error-set_aside = Одно сообщение не прошло. Пришли его, пожалуйста, ещё раз.

## debrief — the lines between the steps

btn-keep = Оставить как было
menu-help = Что здесь есть
menu-privacy = Кто это видит
step-was = Было: { $words }
step-detailed = Дальше по шагам.
step-behaviour-o-more = Добавить, что ещё было
step-fear-o-more = Ещё одно опасение
step-boss_date-q = К какому числу это нужно начальству клиента?
step-boss_date-hint = Можно написать: «3 декабря».
step-boss_date-o-unknown = Не знаю
facts-voices =
    { $n ->
        [one] { $n } голосовое
        [few] { $n } голосовых
       *[many] { $n } голосовых
    }
fear-own_words = Своими словами: «{ $words }»
honest-line-nothing = Нового риска по проекту сейчас не вижу
honest-line-later = Часть ответов ещё уточняем
error-continued = Продолжение добавлено к тому же тексту.
span-hours_of_day = с { $start } до { $end }

## summary — what is added to it, and the news that the draft brings

summary-draft_too_long = Черновик не помещается в одно сообщение. Сократи то, что хочешь сказать прямо, или пришли свой текст: «Изменить текст».
summary-draft_below_long = Ниже черновик, нажатие на текст копирует.
summary-o-add = Ещё вопросы
summary-news-good = Хорошая новость
summary-news-bad = Неприятная новость
summary-news-none = Новостей пока нет
step-address-name = Как обращаться к клиенту
step-contact-name = Ник или телефон клиента

## start — what waits, and what came unasked

start-unnamed = звонку, { $time }
start-o-add = Добавить к: { $client }
start-noted = Осталось заметкой.
start-added = Добавлено к фактам этого разбора.

## settings — what is asked and said back

settings-o-change = Поправить часы
settings-work_time = Рабочее время
settings-time_zone_now = Сейчас у тебя { $clock }, пояс: { $zone }
settings-zone_which = Который из них?
settings-hours_example = 10–19
settings-days_example = пн–пт
settings-address_long = Длинно для обращения. Хватит имени или имени и отчества.

## about — what Telegram shows before anybody writes: 120 characters, and 512

about-short = Трудный клиент: фраза прямо во время звонка, разбор после него и напоминание, когда написать.
about-long = Клиент кричит прямо сейчас: одна фраза за два нажатия. Звонок позади, следующий через десять минут: шесть нажатий, чтобы выдохнуть, понять, чего на самом деле боится клиент, назвать срок и взять черновик сообщения. Потом напомню, когда написать, и спрошу, как прошло. Клиенту ничего не уходит без тебя, и никому другому бот твоих записей не покажет.

## vent — letting it out: nothing of it is kept (P1)

vent-invite-1 =
    Скажи здесь то, что хотелось сказать клиенту. Любыми словами, текстом или голосом.
    Отвечу двумя строками и удалю с обеих сторон. Не сохраню ничего.
vent-invite-2 =
    Здесь можно не подбирать слова. Пиши или говори как есть.
    Потом всё удаляется с обеих сторон, и у меня ничего не остаётся.
vent-invite-3 =
    Это место не для клиента, а для тебя. Выскажи всё, текстом или голосом.
    Две строки в ответ, и сообщения исчезнут. Ничего не храню.
vent-note =
    Telegram может оставить след в уведомлениях и на других твоих устройствах.
    Десять минут тишины, и всё закроется само.
vent-answer-1 =
    Принято. Столько держать в себе тяжело.
    Ты в порядке, и злость этого не меняет.
vent-answer-2 =
    Злиться — нормально. Здесь можно.
    Клиенту скажем другое и позже.
vent-answer-3 =
    Вот и прозвучало, и никому не досталось.
    Один длинный выдох. Дело своё ты по-прежнему знаешь.
vent-answer-4 =
    Хорошо, что это здесь, а не в переписке с клиентом.
    Стопы на пол, плечи вниз, долгий выдох.
vent-more = Если есть ещё, продолжай здесь же.
vent-deleting = Удаляю с обеих сторон.
vent-deleted-1 = Удалено с обеих сторон, у меня ничего не осталось. Что дальше?
vent-deleted-2 = Этого больше нет. Можно подышать, можно разобрать разговор, можно закрыть телефон.
vent-not_deleted =
    { $n ->
        [one] Telegram не дал удалить { $n } сообщение, оно выше. Удали его, пожалуйста, у себя: долгое нажатие, «Удалить». У меня оно не сохранено.
        [few] Telegram не дал удалить { $n } сообщения, они выше. Удали их, пожалуйста, у себя: долгое нажатие, «Удалить». У меня они не сохранены.
       *[many] Telegram не дал удалить { $n } сообщений, они выше. Удали их, пожалуйста, у себя: долгое нажатие, «Удалить». У меня они не сохранены.
    }
vent-not_kept = Одно сообщение пришло, пока здесь ничего не сохранялось, и до меня не дошло. Если оно нужно, пришли его ещё раз.
vent-silence = Десять минут тишины, поэтому здесь всё закрыто.
vent-nothing = Хорошо. Вернуться сюда можно в любой момент.
vent-o-breathe = Подышать минуту
vent-o-debrief = Разобрать разговор
vent-o-more = Ещё не всё
vent-o-enough = Хватит
vent-o-heavy = Становится тяжело
safety-self = Если становится совсем тяжело, нужен человек, а не бот: близкий, коллега, врач. Если опасность рядом, звони { $emergency }.
menu-vent = Выговориться
command-vent = Выговориться: удалю и не сохраню

## followup — how the contact went (P3, B4, X)

step-how-q = Как прошло?
step-how-hint = Хватит одного нажатия, остальное можно пропустить.
step-how-o-constructive = Конструктивно
step-how-o-neutral = Без перемен
step-how-o-tense = Всё ещё напряжённо
step-how-o-abuse = Оскорбления, унижение
step-said-q = Что прозвучало, дословно?
step-said-hint = Останется с датой. Только слова и действия, без выводов о характере.
step-confirmed-q = Опасение «{ $fear }»: подтвердилось?
step-confirmed-hint = «Пока неясно» тоже ответ.
step-confirmed-o-confirmed = Да
step-confirmed-o-refuted = Нет, другое
step-confirmed-o-unclear = Пока неясно
step-closer-q = Что похоже на правду?
step-closer-hint = Хватит догадки: её проверяют одним вопросом.
step-tension_now-q = Сколько в тебе сейчас напряжения, от 1 до 10?
step-tension_now-hint = Можно примерно.
how-constructive = конструктивно
how-neutral = без перемен
how-tense = напряжённо
how-abuse = оскорбления
followup-say-constructive = Разговор получился. Писать можно реже: { $cadence }.
followup-say-kept = Разговор получился. Пишем как раньше: { $cadence }.
followup-say-calm = Два конструктивных разговора подряд. Напоминания о связи снимаю; вернуть их можно через «Как часто».
followup-say-neutral = Хуже не стало. Пишем как раньше: { $cadence }.
followup-say-tense = Пробуем ещё раз, с другой стороны. Уже пробовали: { $tried }.
followup-say-tense_first = Пробуем ещё раз. Начнём с того, что прозвучало.
followup-say-abuse = Дело уже не в тоне: границу перешли. Дата записана.
followup-say-third_round = Третий раз без перемен. Это говорит о ситуации, а не о тебе.
followup-say-confirmed = Подтвердилось. Дальше исходим из этого.
followup-say-unclear = Пусть пока остаётся догадкой.
followup-say-refuted = Не подтвердилось. Уже ясно, что дело не в этом.
followup-say-not_yet_late = Срок уже прошёл. Начни с этого, одной фразой и без объяснений.
followup-fear_now = Опасение теперь: { $fear }.
followup-tried-fear = подход для «{ $fear }»
followup-tried-honest = сказать прямо
followup-next = Напомню { $time }.
followup-next_none = Напоминаний об этом клиенте нет.
followup-again = Хорошо. Вернусь к этому через две недели.
followup-o-round = Ещё один разбор
followup-o-keep_cadence = Писать как раньше
followup-o-relax_cadence = Всё-таки реже
followup-o-again = Вернуться через 2 недели
menu-how = Как прошло: { $client }

## reminder — the message that brings one (R2)

reminder-promise_soon-1 = { $client }: обещано написать { $time }, это через { $left }.
reminder-promise_soon-2 = { $client }: скоро срок, { $time }. Даже «пока уточняем» лучше тишины.
reminder-promise_soon-3 = { $client }: до срока { $left }. Хватит трёх предложений.
reminder-promise_soon-4 = Срок близко: { $client }, { $time }. Не готово целиком — напиши, что готово.
reminder-promise_soon-open-1 = Пишу, как договаривались.
reminder-promise_soon-open-2 = Обещанное сообщение, начну с главного.
reminder-promise_soon-open-3 = Пишу к сроку, о котором договорились.
reminder-promise_soon-open-4 = Коротко о том, где мы сейчас.
reminder-promise_overdue-1 = { $client }: срок был { $time }. Напиши сейчас, коротко и без оправданий.
reminder-promise_overdue-2 = Срок прошёл: { $client }, { $time }. Одно честное предложение лучше ещё часа тишины.
reminder-promise_overdue-3 = { $client }: опоздание на { $late }. Скажи об этом первым делом.
reminder-promise_overdue-4 = { $client }: обещание пока не выполнено, срок был { $time }. Отправь то, что есть, и назови новый.
reminder-promise_overdue-open-1 = Отвечаю с опозданием, поэтому сразу к делу.
reminder-promise_overdue-open-2 = Отвечаю позже, чем мы договаривались, и начну с главного.
reminder-promise_overdue-open-3 = Обещанный срок прошёл, с этого и начну.
reminder-promise_overdue-open-4 = Обещанное готово не целиком, пишу с тем, что есть.
reminder-stay-1 = { $client }: { $days } без вестей. Двух строк хватит.
reminder-stay-2 = { $client }: последний раз на связи { $days } назад. Пора дать знать, что происходит.
reminder-stay-3 = Пора на связь: { $client }. Новостей нет — так и напиши.
reminder-stay-4 = { $client }: тишина уже { $days }. Когда тихо, люди додумывают. Хватит одного сообщения.
reminder-stay-open-1 = Коротко о том, где мы сейчас.
reminder-stay-open-2 = Пишу, чтобы вы знали, что происходит по проекту.
reminder-stay-open-3 = Новостей пока нет. Пишу, чтобы вы не гадали.
reminder-stay-open-4 = Есть короткое обновление по проекту.
reminder-ask-1 = { $client }: пока неизвестно, чего боится. Один вопрос сегодня: «{ $question }»
reminder-ask-2 = { $client }: остался незаданный вопрос. «{ $question }»
reminder-ask-3 = { $client }: задай один вопрос и дождись ответа. «{ $question }»
reminder-ask-4 = { $client }: не угадываем, спрашиваем. «{ $question }»
reminder-ask-open-1 = Можно один вопрос? Хочу лучше понять, что для вас важно.
reminder-ask-open-2 = Есть вопрос, который поможет мне работать точнее.
reminder-ask-open-3 = Прежде чем двигаться дальше, хочу спросить об одном.
reminder-ask-open-4 = Спрошу прямо, чтобы не гадать.
reminder-look_again-1 = { $client }: две недели прошли. Посмотри на факты: стало ли спокойнее, сказано ли, где граница и что будет, если её перейдут, можно ли ещё что-то изменить.
reminder-digest-1 = Вестей от тебя ждут: { $count }. Сверху те, кто ждёт дольше.
reminder-digest-2 = Напоминаний сразу несколько: { $count }. Начни с верхнего, остальное подождёт.
reminder-digest-3 = Список на сегодня: { $count }. По две строки каждому, сверху вниз.
reminder-digest-4 = Кому написать сегодня: { $count }. Первый важнее.
reminder-late-1 = Пришло с опозданием: бот был недоступен.
reminder-late-2 = Это должно было прийти раньше: бот не работал.
reminder-late-3 = Напоминание опоздало: бот не работал.
reminder-again = Возможно, это повтор: связь прервалась при отправке.
reminder-start_with = Начать можно так:
reminder-fear = Боится: { $fear }.
reminder-last = В прошлый раз: { $outcome }.
reminder-line-promise_soon = { $client }: обещано { $time }
reminder-line-promise_overdue = { $client }: срок был { $time }
reminder-line-stay = { $client }: { $days } без вестей
reminder-line-ask = { $client }: вопрос ещё не задан
reminder-line-look_again = { $client }: посмотреть на факты
reminder-did-wrote = ✓ { $client }: связались
reminder-did-moved = { $client }: напомню { $time }
reminder-did-not_needed = { $client }: снято
reminder-did-stop = { $client }: больше не напоминаю
reminder-did-over = { $client }: уже не нужно
reminder-all = На сегодня всё.
reminder-promise_dropped = Об этом сроке больше не напомню.
reminder-draft_none = Полного ответа пока нет, работаем над ним.
reminder-rhythm_stays = Следующие придут как обычно.
reminder-elsewhere = Этого напоминания здесь уже нет: снято или придёт отдельно.
reminder-closed = С этим напоминанием уже всё.
reminder-draft_below = Черновик ниже, поправь под себя.
reminder-o-wrote = Связались
reminder-o-draft = Черновик
reminder-o-copy = Скопировать начало
reminder-o-hour = Через час
reminder-o-tomorrow = Завтра
reminder-o-not_needed = Не нужно
reminder-o-stop = Не напоминать о клиенте
reminder-o-return = Вернуть напоминания
reminder-o-list = К списку
reminder-o-all = Всё: { $when }
reminder-o-two_weeks = Ещё через 2 недели

## coming, owed, touch — who waits, what comes, a contact logged (R2)

coming-title = Кто и когда ждёт вестей
coming-none = Пока ничего не запланировано.
coming-promise = { $client }: обещание, срок { $time }
coming-stay = { $client }: быть на связи
coming-ask = { $client }: задать вопрос
coming-look_again = { $client }: посмотреть на факты
coming-o-open = По дням
coming-o-pause = Пауза
pause-o-end = Снять паузу
upcoming-when = Напомню { $time }.
upcoming-hint = Перенести можно кнопкой или написать время: «в пятницу в 10». Остальные не сдвинутся.
upcoming-hint_promise = Кнопки сдвигают только напоминание. Новый срок уже согласован — напиши его сюда.
upcoming-moved = Перенесено.
upcoming-dropped = Снято. Следующие придут как обычно.
owed-never = { $client }: связь пока не отмечена
clients-owed = Кто ждёт вестей, сверху самая долгая тишина
clients-card-calm = Сейчас спокойно.
clients-card-anxious = Ещё неспокойно.
clients-card-tense = Сейчас напряжённо.
clients-card-abuse = Границу перешли.
clients-card-last = Последняя связь: { $days } назад
clients-card-last_none = Связь пока не отмечена
clients-card-promised = Обещано: { $time }
clients-card-overdue = Срок прошёл: { $time }
clients-card-reminder = Напомню: { $time }
clients-full = Здесь уже 10 000 клиентов, больше не помещается. Удали тех, кто не нужен, и добавь снова.
clients-gone = Этого клиента здесь уже нет.
clients-o-cadence = Как часто
clients-o-move = Перенести
touch-q = С кем была связь?
touch-ack = Отмечено: { $client }. Напомню { $time }.
touch-ack_none = Отмечено: { $client }. Напоминаний о связи пока нет.
touch-undo = Отменить
touch-undone = Отметка снята.
touch-o-how = Как прошло?
sent-late-q = Срок был { $time }. Сообщение ушло вовремя?
sent-late-o-in_time = Вовремя
sent-late-o-late = С опозданием
touch-o-other = Отметить связь
cadence-hint = Считаю от последней связи. Об обещаниях напомню в любом случае.
cadence-o-rule = По опасению клиента
pause_all-title = Пауза для всех напоминаний
pause_all-hint = До какого дня? Выбери или напиши дату: «15 декабря». Что придёт за это время, соберу в одно сообщение.
pause_all-until = Все напоминания на паузе. Вернусь { $time }.
pause_all-unclear = Не получилось разобрать дату. Напиши, например, «15 декабря» или «в понедельник».
pause_all-ended = Пауза снята.
menu-reminders = Кто ждёт вестей
command-touch = Отметить: с клиентом связались
command-reminders = Кто и когда ждёт от тебя вестей
error-no_clients = Клиентов пока нет. Первый появится после первого разбора.
error-nothing_due = Сейчас никто не ждёт от тебя вестей.
summary-reminder = Напомню { $time }.
day-today = Сегодня
day-tomorrow = Завтра
moment-yesterday = вчера в { $clock }
moment-short-yesterday = вчера { $clock }

## span — how long, in the accusative

span-minutes =
    { $n ->
        [one] { $n } минуту
        [few] { $n } минуты
       *[many] { $n } минут
    }
span-hours =
    { $n ->
        [one] { $n } час
        [few] { $n } часа
       *[many] { $n } часов
    }
span-days =
    { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }
span-weeks =
    { $n ->
        [one] { $n } неделю
        [few] { $n } недели
       *[many] { $n } недель
    }
span-months =
    { $n ->
        [one] { $n } месяц
        [few] { $n } месяца
       *[many] { $n } месяцев
    }

## sos, prep, ask — help in the moment: during the call and before it (P2a, P2b, P3)

menu-sos = 🆘 Клиент кричит
menu-prep = Перед звонком
command-sos = Клиент кричит сейчас: одна фраза
command-prep = Карточка клиента перед звонком
btn-worked = Помогло
btn-didnt = Не помогло
sos-q = Что сейчас происходит?
sos-exhausted-gentle = Мягкие фразы закончились. Дальше твёрже или граница.
sos-exhausted-firmer = Твёрдые фразы закончились. Дальше граница.
sos-exhausted-boundary = Других фраз о границе нет. Звонок можно спокойно закончить.
sos-o-debrief = Разобрать этот звонок
sos-o-why = Почему эта?
sos-ask_worked = Фраза помогла?
sos-worked = Запомню: эта фраза помогла.
sos-didnt = Бывает. Запомню и это.
sos-why-client =
    { $n ->
        [one] С этим клиентом помогла { $n } раз.
        [few] С этим клиентом помогла { $n } раза.
       *[many] С этим клиентом помогла { $n } раз.
    }
sos-why-fear =
    { $n ->
        [one] При таком опасении помогла { $n } раз.
        [few] При таком опасении помогла { $n } раза.
       *[many] При таком опасении помогла { $n } раз.
    }
sos-why-everybody =
    { $n ->
        [one] Раньше уже помогла { $n } раз.
        [few] Раньше уже помогла { $n } раза.
       *[many] Раньше уже помогла { $n } раз.
    }
prep-q = С кем звонок?
prep-title = Перед звонком: { $client }
prep-breath = Один медленный выдох перед тем, как набрать.
prep-fear = Боится: { $fear } ({ $sure })
prep-worked = Помогало: «{ $phrase }»
prep-promised = Обещано: { $time }
prep-owed = Ещё не сказано прямо: { $honest }
prep-avoid = Не стоит: { $avoid }
prep-ask = Спроси сегодня: { $question }
prep-empty = О клиенте пока мало известно.
prep-open-1 = Начну с того, что обещано, потом расскажу, что дальше.
prep-open-2 = Начну с главного: новость неприятная.
prep-open-3 = С чего вам важнее начать?
prep-o-ask = Вопросы
prep-o-card = О клиенте
ask-title = { $client }: вопрос { $n } из { $count }
ask-hint = Спроси и помолчи. Ответ можно записать сюда, он останется в фактах.
ask-kept = Записано в факты. Следующий вопрос:
note-q = О ком заметка?
notes-title = Заметки: { $client }
notes-none = Заметок о клиенте пока нет.
notes-o-play = Прослушать
clients-o-notes = Заметки
settings-o-keyboard_on = Показать кнопки внизу
settings-o-keyboard_off = Убрать кнопки внизу
keyboard-on = Кнопки внизу на месте.
keyboard-off = Кнопок внизу больше нет. Всё есть в меню.

## check — the draft check (R1)

command-check = Проверить текст перед отправкой
summary-o-check = Проверить текст
check-q = Пришли текст, который собираешься отправить.
check-hint = Отмечу слова, которые стоит перечитать. Текст хранится, пока открыта проверка, не дольше 12 часов.
check-title = Твой текст:
check-places = Места, которые стоит перечитать:
check-none = Резких слов не вижу.
check-more = И ещё мест: { $n }, они выделены.
check-seen = Перечитай: «{ $words }», { $what }.
check-seen_more = Перечитай: «{ $words }», { $what }. И ещё: { $n }.
check-too_long = Это длиннее четырёх сообщений Telegram. Пришли только то, что увидит клиент.
check-used = Этот текст теперь черновик.
check-o-again = Другой вариант
check-o-use = Взять как черновик
flag-insult = Оскорбление
flag-insult-better = Убери это слово: смысл останется.
flag-threats = Угроза
flag-threats-better = Назови, что будет и когда, без «иначе»: «Без ответа встанем в пятницу».
flag-blame = Упрёк
flag-blame-better = Убери «вы», скажи, что было и что нужно: «Текст сменился 14-го, нужен день на правки».
flag-sarcasm = Сарказм
flag-sarcasm-better = Скажи прямо, что было и что нужно: «Ответ пришёл, спасибо. Начинаем сегодня».
flag-brush_off = Отказ помочь
flag-brush_off-better = Скажи, что можешь ты, или кто решает и когда: «Это решает банк, позвоню им в 15:00».
flag-absolutes = «Всегда» и «никогда»
flag-absolutes-better = Назови один случай с датой: «Макет ждали шесть дней, с 12 мая».
flag-capitals = Заглавные буквы
flag-capitals-better = Напиши строчными: важное и так заметят.
flag-calm_down = «Успокойтесь»
flag-calm_down-better = Назови следующий шаг и время: это успокаивает лучше.
flag-repeating = «Уже объясняли»
flag-repeating-better = Просто скажи ещё раз, коротко: «Доступ вот по этой ссылке».
flag-defensive = Оправдание
flag-defensive-better = Вместо «не мы» скажи, что сделаешь: «Узнаю у типографии и напишу в 15:00».
flag-yes_but = «Понимаю, но»
flag-yes_but-better = Поставь точку вместо «но». Вторую мысль начни заново.
flag-minimise = Преуменьшение
flag-minimise-better = Назови размер: сколько, где, на какой срок.
flag-no_date = Обещание без срока
flag-no_date-better = Поставь день и час. Не знаешь — скажи, когда назовёшь срок.
flag-empty_apology = Пустое извинение
flag-empty_apology-better = Назови, за что именно и что уже исправлено.
flag-passive = Непонятно, кто это сделал
flag-passive-better = Назови, кто: «Мы ошиблись в ставке».
flag-trust_us = «Поверьте»
flag-trust_us-better = Дай то, что можно проверить: цифру, дату, доступ.
flag-exclamations = Лишние знаки
flag-exclamations-better = Хватит одного, лучше точки. Она звучит увереннее.

## later, choosing by name — putting a reminder off, a client's name typed where one is chosen (R2)

reminder-o-minutes = Через { $count } минут
reminder-o-all_tomorrow = Всё на завтра
reminder-came_again = Это напоминание пришло ещё раз, смотри ниже, или больше не нужно.
touch-hint = Можно просто написать имя.

## sos, prep, ask, note — during the call, before it, and words that came unasked

sos-o-other = Другой клиент
prep-o-new = Новый клиент
prep-title_new = Перед звонком
ask-by_voice = ответ голосом
note-hint = Выбери или напиши имя.
note-hint_first = Напиши имя или оставь без клиента.
note-o-nobody = Без клиента
notes-o-nobody = Заметки без клиента
notes-title_nobody = Заметки без клиента
notes-kind-note = заметка
notes-kind-debrief = разбор
notes-kind-followup = как прошло
notes-kind-parting = стоит ли продолжать
settings-spoken = Дальше по-русски.

## clients — the list, the card, what happened, two that are one (protocol, sections 3 and 9)

menu-clients = Клиенты
menu-more = Ещё
more-title = Что ещё есть
command-clients = Клиенты и что о них известно
clients-title = Клиенты
clients-hint = Напиши имя или его часть. Ищу и в архиве.
clients-found = Вот кто нашёлся
clients-found_none = Никого похожего нет. Попробуй часть имени.
clients-archive = В архиве
clients-archive_none = В архиве никого нет.
clients-o-archive_open = Архив
clients-line = { $client }: { $what }
clients-state-calm = спокойно
clients-state-anxious = ещё неспокойно
clients-state-tense = напряжённо
clients-state-abuse = границу перешли
clients-silent = { $days } без вестей
clients-no_contact = связь не отмечена
clients-promised = обещано { $time }
clients-overdue = срок был { $time }
clients-since_archive = в архиве с { $day }
clients-card-contact = Ник или телефон: { $what }
clients-card-address = Обращение: { $name }
clients-card-note = Пометка: { $words }
clients-card-archived = В архиве с { $day }. Напоминания выключены, записи на месте.
clients-returned = Карточка снова в списке.
clients-o-history = История
clients-o-edit = Изменить
clients-o-return = Вернуть из архива
clients-o-archive = Убрать в архив
clients-o-merge = Объединить карточки
history-title = История: { $client }
history-last = Последнее
history-none = Пока ничего не отмечено.
history-line = { $day } · { $what }
history-debrief = разбор
history-debrief_of = разбор, { $fear }
history-followup = как прошло: { $how }
history-followup_open = как прошло: без ответа
history-note = заметка
history-logged = связались
history-kept = обещание сдержано
history-broken = обещание не сдержано
history-tension = напряжение { $before } → { $after }
history-tension_before = напряжение { $before }
history-said = { $what }: { $words }
told-debrief = Разбор, { $day }
told-followup = Как прошло, { $day }
told-note = Заметка, { $day }
told-parting = Стоит ли продолжать, { $day }
told-behaviour = Что было: { $what }
told-tension = Напряжение: { $before } → { $after }
told-tension_before = Напряжение: { $before }
told-how = Как прошло: { $how }
told-right-confirmed = Опасение подтвердилось.
told-right-refuted = Опасение не подтвердилось.
told-right-unclear = Верно ли опасение, пока не видно.
told-open = Этот разбор ещё не закончен.
told-open_parting = Здесь ещё не на всё отвечено.
told-gone = Этой записи здесь уже нет.
edit-o-label = Название
edit-o-address = Как обращаться
edit-o-contact = Ник или телефон
edit-o-note = Пометка
field-label-q = Как назвать карточку?
field-label-hint = Хватит имени или инициалов, видишь их только ты.
field-address-q = Как обращаться к человеку?
field-address-hint = Имя встанет в начало черновиков.
field-note-q = Что важно помнить о клиенте?
field-note-hint = Строка или две, до 300 знаков. Видно на карточке.
field-contact-q = Ник или телефон клиента?
field-contact-hint = Напиши @ник или номер, пришли контакт или выбери человека в Telegram. С ними черновик открывается сразу в чате.
field-now = Сейчас: { $what }
field-label-unclear = Нужно короткое имя в одну строку, до 60 знаков.
field-address-unclear = Нужно имя в одну строку, до 40 знаков.
field-note-unclear = Это длиннее 300 знаков. Подробности можно оставить заметкой о клиенте.
field-contact-unclear = Это не похоже ни на ник, ни на номер телефона.
number-q = { $number }?
number-which = Номер подходит разным странам. Какой верный?
number-hint = Написано без кода страны: { $words }
number-pending = { $words } (страна не подтверждена)
number-o-yes = Да, этот
number-o-no = Нет, другой
number-o-none = Ни один
number-o-ask = Проверить номер
number-declined = Номер не записан. Пришли его с + и кодом страны.
number-unclear = Не понимаю, какой страны этот номер. Пришли его с + и кодом страны.
number-behind = Записано. Добавочный в заметке.
field-o-clear = Убрать
field-o-pick = Выбрать в Telegram
field-twin = Карточка с таким именем уже есть.
pick-q = Выбери человека кнопкой внизу.
pick-hint = Сохраню ник. Если ника нет, пришли контакт через скрепку, возьму номер.
pick-line = Внизу появилась кнопка со списком людей.
pick-key = Выбрать человека
pick-no_username = У этого человека нет ника. Пришли контакт через скрепку или напиши номер.
pick-late = Список открыт уже не для этого клиента. Ничего не изменилось.
pick-over = Список людей закрыт.
twin-q = С какой карточкой это один клиент?
twin-hint = Имя можно написать. Перед объединением спрошу ещё дважды.
twin-none = Других карточек нет.
twin-all = Все карточки
merge-pair = { $client } и { $name }
merge-q = Это один клиент?
merge-hint = Всё соберётся в первой карточке: разборы, связь, обещания, заметки. Вторая карточка исчезнет.
merge-promised = Открытых обещаний два. Останется то, что названо последним: { $time }.
merge-o-yes = Да, один
merge-o-swap = Главная — вторая
merge-o-no = Нет, разные
merging-q = Точно объединить?
merging-hint = Разделить их обратно не получится.
merging-o-yes = Объединить
merge-also = Также: { $what }
merge-done = Теперь это одна карточка. Напоминания посчитаны заново.
drop-q = Удалить карточку совсем?
drop-hint = Вместе с ней уйдут разборы, обещания, заметки и напоминания. Можно просто убрать в архив.
drop-o-yes = Да, удалить
dropped-q = Точно удалить?
dropped-hint = Вернуть будет нельзя.
dropped-o-yes = Удалить навсегда
drop-done = Карточки и всего, что с ней было, больше нет.

## own — what is one's own: export, import, erase

command-export = Забрать все свои записи
command-import = Добавить клиентов из файла
command-forget = Удалить клиента или все свои записи навсегда
own-title = Мои записи
own-hint = Их можно забрать файлом, пополнить клиентами из файла или удалить навсегда.
own-o-open = Мои записи
own-o-export = Забрать файлом
own-o-import = Клиенты из файла
own-o-forget = Удалить записи
export-q = Собрать все твои записи в один файл?
export-hint = Внутри таблицы и JSON. Голосовые остаются в Telegram, в файле есть их список.
export-o-yes = Собрать файл
export-making = Собираю файл. Он придёт сюда, обычно за минуту.
export-o-again = Собрать ещё раз
export-ready = Вот твои записи. В файле есть имена клиентов, храни его бережно.
export-sent = Файл с записями выше.
export-empty = Записей пока нет, выгружать нечего.
export-too_large = Записи занимают больше 50 МБ, такой файл Telegram от бота не берёт. Копию может сделать тот, кто ведёт бота.
export-failed = Файл не отправился. Записи на месте, попробуй ещё раз.
export-readme-what = Всё, что записано тобой в okok к { $time }.
export-readme-tables = Каждая таблица лежит в своём файле CSV (UTF-8, разделитель «{ $delimiter }»). Названия столбцов те же, что в базе. В файле { $file } то же самое одним целым.
export-readme-times = Время записано по ISO 8601, часовой пояс { $zone }.
export-readme-formulas = Где текст начинается как формула, перед ним стоит апостроф, чтобы таблица её не выполнила. При загрузке обратно он убирается сам.
export-readme-voices = Голосовые остаются в Telegram, в чате с ботом. Их список в файле { $file }.
export-readme-back = Клиентов из файла { $file } можно загрузить обратно командой /import.
import-q = Пришли файл с клиентами.
import-hint = Таблица CSV или Excel (XLSX), карточки vCard (VCF). Обязательно только имя; телефон, ник, заметку и частоту узнаю по заголовкам. До 5 МБ и 5000 строк. Сначала покажу, что получится.
import-reading = Читаю файл.
import-reading_named = Читаю файл { $name }.
import-progress = Прочитано строк: { $n }.
import-waits = Файл получен, его очередь после этого.
import-left = Прошлый файл не добавлен.
import-title = Вот что в файле. Пока ничего не записано.
import-title_named = { $name }. Пока ничего не записано.
import-queue = В очереди ещё файлов: { $count }
import-new = Новых клиентов: { $count }
import-names = { $names } и ещё { $count }
import-there = Уже есть: { $count }. Их записи не изменятся.
import-repeat = Строк о тех же людях: { $count }. Каждый будет одним клиентом.
import-namesakes = Разные люди с одним именем: { $names }
import-no_headers = Заголовков не вижу, столбцы по номерам:
import-column-name = { $columns } → имя
import-column-address = { $columns } → обращение
import-column-contact = { $columns } → ник или телефон
import-column-username = { $columns } → ник
import-column-phone = { $columns } → телефон
import-column-note = { $columns } → пометка
import-column-notes = { $columns } → заметки
import-column-cadence = { $columns } → как часто
import-column-client_date = { $columns } → срок клиента
import-column-skipped = { $columns } → не возьму
import-column-unknown = { $columns } → не возьму, такие столбцы мне незнакомы
import-above = Строки над заголовками не возьму: { $lines }
import-apart = Другие листы не возьму: { $names }
import-sample = Первая строка: { $words }
import-encoding = Кодировка: { $name }
import-assumed = Номера без кода страны: { $count }. Пойму их так:
import-odd = Ячеек, которые ушли в пометку: { $count }
import-odd-line = Строка { $line }, { $what }: { $words }
import-what-cadence = частота непонятна
import-what-date = дата непонятна
import-what-phone = страна номера неясна
import-what-contact = не ник и не телефон
import-what-width = лишняя ячейка
import-what-address = обращение длинное
import-what-extension = есть добавочный
import-faults = Не прочитано строк: { $count }
import-fault = Строка { $line }: { $why }
import-why-name = нет имени
import-why-long = имя длиннее 120 знаков
import-why-quote = кавычка не закрыта
import-why-note = заметка слишком длинная
import-why-cell = ячейка слишком длинная
import-why-card = карточка не читается
import-more = И ещё строк: { $count }
import-none = Новых клиентов в файле нет.
import-o-yes = Добавить: { $count }
import-o-note = Добавить, номера в пометку
import-o-letters = Буквы не те
import-o-no = Ничего не добавлять
import-done =
    { $n ->
        [one] Добавлен { $n } клиент.
        [few] Добавлено { $n } клиента.
       *[many] Добавлено { $n } клиентов.
    }
import-cancelled = Ничего не добавлено.
import-bad-empty = В файле нет ни одной строки. Пришли другой.
import-bad-excel = Это файл старого Excel. Открой его, сохрани как XLSX или CSV и пришли ещё раз.
import-bad-binary = В этом файле не текст и не таблица. Пришли CSV, XLSX или VCF.
import-bad-large = Файл больше 5 МБ. Раздели его и пришли по частям.
import-bad-many = В файле больше 5000 строк. Раздели его и пришли по частям.
import-words_noted = Слова под файлом сохранены заметкой.
import-bad-download = Файл не скачался. Пришли его, пожалуйста, ещё раз.
import-refused = { $name }: { $why }
import-bad-broken = Файл не прочитался, похоже, он повреждён. Сохрани его заново как CSV или XLSX и пришли.
import-bad-waiting = Столько файлов сразу не удержу. Этот пришли ещё раз, когда дойдёт очередь.
import-bad-locked = Файл закрыт паролем. Сними пароль и пришли ещё раз.
import-bad-json = Файлы JSON не читаю. Клиенты из своей выгрузки лежат в её таблице client.
import-bad-html = Это веб-страница (HTML), так иногда сохраняет CRM. Открой её в Excel, сохрани как XLSX или CSV и пришли.
import-bad-rtf = Файлы RTF не читаю. Перенеси список в таблицу, сохрани как XLSX или CSV и пришли.
import-bad-pdf = Файлы PDF не читаю. Пришли таблицу, из которой он сделан: CSV или XLSX.
import-bad-document = Текстовые документы не читаю. Перенеси список в таблицу, сохрани как XLSX или CSV и пришли.
import-bad-sheet = Таблицу в таком виде не читаю. Сохрани её как XLSX или CSV и пришли.
import-bad-archive = Это архив. Распакуй его и пришли файл CSV, XLSX или VCF.
import-bad-picture = Это картинка. Пришли таблицу: CSV или XLSX.
import-bad-calendar = Это календарь, клиентов в нём нет. Пришли CSV, XLSX или VCF.
import-bad-xml = Файлы XML не читаю. Открой его в Excel, сохрани как XLSX или CSV и пришли.
letters-q = Какая строка читается верно?
letters-hint = Выбери её кодировку, и файл прочитается заново.
letters-o-right = Всё верно
forget-q = Что удалить навсегда?
forget-o-client = Одного клиента
forget-o-all = Все мои записи
forget-which = Какого клиента удалить?
forget-client-q = Удалить навсегда: { $client }?
forget-client-hint = Вместе с разборами, заметками, обещаниями и напоминаниями. Вернуть их будет нельзя.
forget-client-sure = { $client }: разборов { $debriefs }, заметок { $notes }. Точно удалить?
forget-client-done = Удалено навсегда, из резервных копий в течение 30 дней.
forget-all-q = Удалить все твои записи?
forget-all-hint = Клиенты, разборы, напоминания, настройки. Вернуть их будет нельзя.
forget-all-sure = Точно удалить всё? Если хочешь копию, сначала забери файл.
forget-o-yes1 = Да, удалить
forget-o-yes2 = Удалить навсегда
forget-o-export = Сначала забрать файл
forget-o-no = Оставить
forget-kept = Всё осталось на месте.
forget-done = Удалено; из резервных копий исчезнет в течение 30 дней. Сама переписка осталась в Telegram, её можно очистить в этом чате. Начать заново можно командой /start.
archived-old = { $client }: в архиве уже год. Удалить эту карточку навсегда?
archived-o-erase = Удалить карточку
archived-o-keep = Оставить ещё на год
archived-kept = Карточка остаётся в архиве.

## insights — what helps, counted from one's own records (protocol, section 10)

command-insights = Что помогает и как часто
menu-insights = Что помогает
insights-title = Что помогает
insights-all = Все клиенты
insights-of = { $who }, { $days }
insights-ever = { $who }, за всё время
insights-tension = Где отмечено до и после: { $before } → { $after } (разборов: { $count })
insights-tension_before = Напряжение на звонках: { $before } (разборов: { $count })
insights-tension_later = В следующий раз: { $after } (ответов: { $count })
insights-fears = Чего боялись: { $fears }
insights-fear = { $fear }, { $count }
insights-fear_tested = { $fear }, { $count } (подтвердилось { $right } из { $asked })
insights-other_fear = Прежнее опасение
insights-outcomes = Чем заканчивалось: { $outcomes }
insights-outcome = { $name } { $count }
insights-promises = Обещания: сдержано { $kept } из { $count }
insights-phrases = Чаще помогало ({ $kept } из { $count }): { $phrase }
insights-silence_all = Дольше всего без вестей: { $client }, { $days }
insights-silence_one = Самая долгая тишина: { $days }, сейчас { $now }
insights-silence_today = Самая долгая тишина: { $days }, сегодня связь была
error-no_insights = Пока не из чего считать. Картина появится после нескольких разборов.
insights-few = Пока мало записей, выводы подождут. Нужно хотя бы { $count }.
insights-note = Посчитано по твоим записям, это не оценка людей.
insights-hint = Кнопки ниже присылают картинки.
insights-busy = Сейчас не сосчитать. Попробуй чуть позже.
insights-drawing = Секунду.
insights-undrawn = Картинка не получилась. Числа есть в тексте.
insights-who-q = О ком посчитать?
insights-o-days_30 = За 30 дней
insights-o-days_90 = За 90 дней
insights-o-days_365 = За 365 дней
insights-o-who = Один клиент
insights-o-all = Все клиенты
insights-o-tension = Напряжение
insights-o-fears = Опасения
insights-o-outcomes = Чем кончалось
insights-o-promises = Обещания
insights-o-phrases = Фразы
insights-o-silence = Тишина
insights-empty-tension = Здесь будет видно, как меняется напряжение. Нужен разбор с оценкой от 1 до 10.
insights-empty-fears = Здесь будут опасения и то, как часто они подтверждались. Первое появится после разбора.
insights-empty-outcomes = Здесь будет видно, чем заканчиваются разговоры. Отметь после разговора, как прошло.
insights-empty-promises = Здесь будут обещания: какие сдержаны в срок. Первое появится, когда подойдёт названный срок.
insights-empty-phrases = Здесь будут фразы, которые помогли. Отметь после SOS, помогло ли.
insights-empty-silence = Здесь будут дни без вестей, когда они наберутся.
insights-head-tension = Напряжение от 1 до 10
insights-head-fears = Опасения: как часто подтверждались
insights-head-outcomes = Чем заканчивалось
insights-head-promises = Обещания
insights-head-phrases = Какие фразы помогли
insights-head-silence_all = Дней без вестей сейчас
insights-head-silence_one = Дней от связи до связи
insights-legend = { $name }: { $count }
insights-legend-before = на звонке
insights-legend-after = после разбора
insights-legend-later = в следующий раз
insights-legend-right = подтвердилось
insights-legend-wrong = не подтвердилось
insights-legend-unclear = неясно
insights-legend-untested = не проверено
insights-legend-kept = в срок
insights-legend-broken = не в срок
insights-legend-helped = помогло
insights-legend-failed = не помогло
insights-legend-gap = от связи до связи
insights-legend-lasting = тишина сейчас
insights-share = { $kept } из { $count }
insights-caption-tension = Напряжение в среднем: { $marks }.
insights-caption-marks = { $name } { $mean } (отметок: { $count })
insights-caption-listed = Показаны первые { $shown } из { $count }.
insights-caption-fears = Чаще всего: { $fear }. Подтвердилось { $right } из { $asked }.
insights-caption-fears_untested = Чаще всего: { $fear }. Пока не проверено.
insights-caption-outcomes = Конструктивно { $kept } из { $count }.
insights-caption-promises = В срок { $kept } из { $count }.
insights-caption-phrases = Помогло { $kept } из { $count }: { $phrase }
insights-caption-silence_all = Дольше всего без вестей: { $client }, { $days }.
insights-caption-silence_one = Самая долгая тишина: { $days }. Сейчас: { $now }.
insights-caption-silence_today = Самая долгая тишина: { $days }. Сегодня связь была.

## parting — whether to stay or to part ways (protocol, section 7; B2, B3, B4, X)

command-parting = Стоит ли продолжать с клиентом: факты
menu-parting_on = Стоит ли продолжать: { $client }
clients-o-parting = Стоит ли продолжать
clients-card-parting = Стоит ли продолжать ({ $day }): { $verdict }, { $what }.
followup-o-parting = Стоит ли продолжать
history-parting = стоит ли продолжать: { $verdict }
history-parting_open = стоит ли продолжать: не закончено
history-parting_parted = работа завершена
history-parting_agree = так и решили
history-parting_not_now = отложено
history-parting_disagree = решили иначе
parting-which = О ком решаем?
parting-intro = Смотрим на факты, а не на настроение. Вот что уже известно, и несколько вопросов о том, чего здесь не видно. Решать тебе вместе с тем, кто в агентстве за это отвечает.
parting-facts-title = Что известно
parting-facts-rounds = Разговоров без улучшения: { $n }. Как прошло: { $outcomes }
parting-facts-tension = Напряжение: { $before } → { $after } за { $days }
parting-facts-fears = Проверенные опасения: { $fears }
parting-facts-abuse = Записанные оскорбления: { $count }, последнее { $day }
parting-facts-based = Основания: { $facts }.
parting-facts-none = Записей пока мало, поэтому вывод будет осторожным.
parting-fear_right = { $fear } (подтвердилось)
parting-fear_wrong = { $fear } (не подтвердилось)
step-threat-q = Есть угроза людям: тебе, команде, близким?
step-threat-hint = Если да, остальные вопросы подождут.
step-threat-o-no = Нет
step-threat-o-yes = Да
step-abuse-q = Бывает ли сейчас такое: оскорбления, унижение?
step-abuse-hint = Резкая критика работы сюда не относится.
step-abuse-o-no = Нет
step-abuse-o-past = Было, но прекратилось
step-abuse-o-yes = Да, продолжается
step-boundary-q = Сказано ли вслух, где граница и что будет, если её перейдут?
step-boundary-hint = «Если это повторится, мы закончим звонок» — граница. «Давайте вежливее» — ещё нет.
step-boundary-o-no = Нет
step-boundary-o-half = Только про границу
step-boundary-o-yes = Да, и то и другое
step-after-q = После этого границу переходили?
step-after-hint = Речь о том, что было уже после этих слов.
step-after-o-no = Нет
step-after-o-yes = Да
step-after-o-soon = Ещё рано судить
step-stress-q = Насколько тяжело с этим клиентом команде, от 1 до 10?
step-stress-hint = Лучше спросить команду, чем угадывать.
step-spill-q = Задевает ли это другие проекты?
step-spill-hint = Сроки, силы, внимание.
step-spill-o-no = Нет
step-spill-o-some = Иногда
step-spill-o-yes = Да
step-results-q = Страдают ли из-за этого результаты клиента?
step-results-hint = Цели, ради которых вас выбрали.
step-results-o-no = Нет
step-results-o-some = Отчасти
step-results-o-yes = Да
step-power-q = Можем ли мы ещё что-то изменить?
step-power-hint = Состав команды, канал связи, порядок согласований, собеседник.
step-power-o-yes = Да, напишу что
step-power-o-no = Нет
step-power-o-unsure = Не знаю
step-power_what-q = Что именно?
step-power_what-hint = Одно, самое сильное. Его и проверим.
step-honesty-q = Говорили мы клиенту правду, и неприятную тоже?
step-honesty-hint = Сроки, ошибки, чего не будет.
step-honesty-o-no = Нет
step-honesty-o-part = Не всю
step-honesty-o-yes = Да
step-in_touch-q = Были мы на связи без долгих пауз?
step-in_touch-hint = Тишина тоже читается как ответ.
step-in_touch-o-no = Нет
step-in_touch-o-yes = Да
parting-title-stop = Прекратить общение
parting-title-early = Пока рано
parting-title-boundary = Назвать границу
parting-title-part = Расставаться
parting-title-stay = Продолжать: идёт на лад
parting-title-not_yet = Пока не расставаться
parting-text-stop = Есть угроза людям. Тут не ждут третьего раза и не говорят о границе. Сначала безопасность: не отвечай, не встречайся, скажи руководителю сейчас. Сообщения с угрозой сохрани. Если опасность рядом, звони { $emergency }. Вывод изменится, когда { $change }.
parting-text-early = Расставаться рано. Осталось: { $missing }. Это не упрёк, а список дел: часто разговор меняется именно здесь. Если продолжаются оскорбления или угрозы, ничего этого ждать не надо: отметь их.
parting-missing-rounds = ещё разборы ({ $n })
parting-missing-rounds_anew = увидеть, удержится ли перемена
parting-missing-fear = проверить опасение вопросом
parting-missing-honest = сказать клиенту всё прямо
parting-missing-contact = держать связь без пропусков
parting-text-boundary = Пробовали по-разному, перемен мало, а о границе вслух ещё не говорили. Человек может не знать, где она. Скажи о ней один раз, спокойно, и что будет, если её перейдут. Основания: { $facts }. Вернёмся к этому { $time }.
parting-abuse_text-boundary = Оскорбления не ждут третьего разговора. Но о границе вслух ещё не говорили, и человек может не знать, где она. Скажи о ней один раз, спокойно, и что будет, если её перейдут. Основания: { $facts }. Вернёмся к этому { $time }, а перейдут раньше — сразу.
parting-text-part = Сделано то, что от нас зависело. Основания: { $facts }. Продолжать выходит дороже: команде, другим проектам и целям самого клиента. Вывод изменило бы вот что: { $change }. Решают люди, а не бот.
parting-abuse_text-part = Граница названа, её переходят снова. Основания: { $facts }. Терпеть это не входит в работу. Вывод изменило бы вот что: { $change }. Решают люди, а не бот.
parting-text-stay = Последние разговоры конструктивные: { $facts }. Подход найден. Пишем пока так же часто. Вывод изменится, если { $change }.
parting-text-not_yet = Одно ещё в наших силах: { $power }. Сделаем это и посмотрим снова { $time }. Основания: { $facts }. Если границу перейдут раньше, ждать этой даты не надо.
parting-abuse_text-not_yet = Граница названа, теперь её держим. Перейдут — заканчивай разговор и сразу возвращайся сюда, даты не жди. Если держится, посмотрим снова { $time }. Основания: { $facts }.
parting-power_unknown = найти его вместе с командой
parting-ground-threat = угроза людям
parting-ground-abuse = оскорбления продолжаются
parting-ground-crossed = после этого её переходили
parting-ground-unnamed = граница с последствием не названа
parting-ground-named = граница названа с последствием
parting-ground-turning = два подряд
parting-ground-rounds = разговоров без улучшения: { $n }
parting-ground-fears = проверено опасений: { $n }
parting-ground-noted = записанных оскорблений: { $n }
parting-ground-stress = команде тяжело на { $n } из 10
parting-ground-spill = задеты другие проекты
parting-ground-spill_some = иногда задеты другие проекты
parting-ground-results = страдают результаты клиента
parting-ground-results_some = отчасти страдают результаты клиента
parting-ground-powerless = в наших силах больше ничего нет
parting-or = { $first } или { $second }
parting-change-people_safe = люди будут в безопасности и так решит руководитель
parting-change-boundary_held = границу перестанут переходить
parting-change-new_person = на той стороне появится другой собеседник
parting-change-in_our_power = сработает то, что ещё в наших силах
parting-change-tense_again = два разговора подряд снова станут напряжёнными
parting-change-abuse_again = границу снова перейдут
parting-o-agree = Так и решаем
parting-o-not_now = Не сейчас
parting-o-disagree = Вижу иначе
parting-o-script = Сценарий разговора
parting-o-message = Письмо клиенту
parting-o-checklist = Список дел
parting-o-note = Что прозвучало
parting-o-cost = Чего это стоит
parting-o-again = Ответить заново
parting-o-confirmed = Решение подтверждено
parting-o-when = Назначить разговор
parting-o-topic = Что доделаем
parting-o-sure = Да, подтверждено
parting-o-unsure = Ещё нет
parting-decided-agree = { $day }: так и решили.
parting-decided-not_now = { $day }: отложено.
parting-not_now = Хорошо. Если границу перейдут раньше, вернуться к этому можно сразу.
parting-decided-disagree = { $day }: решили иначе.
parting-reason = Что здесь не учтено: { $words }
parting-parted = Работа завершена { $day }. Записи на месте.
parting-look = Спрошу снова { $time }.
parting-talk = Разговор { $time }.
parting-disagree-q = Если хочешь, напиши, что здесь не учтено. Строка останется рядом с выводом.
parting-disagree_ack = Записано. Решение за тобой, вывод больше не предлагаю, пока не появятся новые факты.
parting-sure-q = Решение подтвердил тот, кто в агентстве за это отвечает?
parting-unconfirmed = Хорошо, сначала подтверждение. Карточка подождёт здесь.
parting-script-intro = Последствие сначала согласуй с тем, кто решает. Потом скажи это голосом, ровно, один на один. После вопроса выдержи паузу.
parting-script-1 = Хочу прямо сказать о том, как мы разговариваем.
parting-script-2 = На звонке { $day } прозвучало: «{ $words }».
parting-script-3 = В таком тоне мы работать не будем, ни я, ни команда.
parting-script-4 = Критику работы слушаем любую, в том числе резкую.
parting-script-5 = Если это повторится, я закончу звонок, а дальше предложим расстаться по условиям договора.
parting-script-6 = Что нужно вам, чтобы наши разговоры шли иначе?
parting-script-7 = Договорённость запишу и пришлю вам в тот же день.
parting-talk-q = Когда этот разговор?
parting-talk-hint = Через две недели после него посмотрим, что изменилось. Можно написать: «в пятницу в 10».
parting-last-q = Какой день последний?
parting-last-hint = Сверь с договором: срок уведомления. Можно написать: «30 апреля».
parting-last = Последний день: { $day }
parting-topic-q = Что доделаете до последнего дня?
parting-topic-hint = Коротко, эта строка войдёт в письмо: «отчёт за март и передачу рекламы».
parting-farewell-intro = Письмо ниже. Отправляй его после разговора голосом, если он возможен.
parting-farewell-1 = { $client }, мы решили завершить совместную работу, последний день — { $day }.
parting-farewell-1_unnamed = Мы решили завершить совместную работу, последний день — { $day }.
parting-farewell-2 = До этого дня доделаем: { $topic }.
parting-farewell-3 = Доступы, файлы и материалы передадим по списку, он будет у вас заранее.
parting-farewell-4 = Счета сверим и закроем вместе с передачей.
parting-farewell-5 = Новой команде ответим на вопросы по передаче до последнего дня.
parting-farewell-6 = Желаем проекту успеха.
parting-checklist-1 = Решение подтвердил тот, кто его принимает
parting-checklist-2 = Договор перечитан: срок уведомления, условия выхода
parting-checklist-3 = Счета сверены: оплачено, к оплате, к возврату
parting-checklist-4 = Решено, что доделываем и что останавливаем
parting-checklist-5 = Письмо отправлено, получение подтверждено
parting-checklist-6 = Файлы, отчёты и исходники переданы по списку
parting-checklist-7 = Доступы клиента переданы, наши отозваны
parting-checklist-8 = Команде сказано, что решили и почему, без ярлыков
parting-checklist-9 = Записано, что мы поняли и что сделаем иначе
parting-checklist-10 = У тебя пауза перед следующим сложным проектом
parting-checklist-done = Список закрыт. Напоминания по этому клиенту выключены, записи на месте.
parting-cost-title = Чего это уже стоило
parting-cost-stress = Команде тяжело на { $n } из 10
parting-cost-spill_no = Другие проекты не задеты
parting-cost-spill_some = Иногда задеты другие проекты
parting-cost-spill_yes = Задеты другие проекты
parting-cost-results_no = Результаты клиента не страдают
parting-cost-results_some = Результаты клиента отчасти страдают
parting-cost-results_yes = Результаты клиента страдают
parting-cost-debriefs = Разборов: { $n }
parting-cost-debriefs_time = Разборов: { $n }, на них ушло { $time }
parting-cost-reminders = Напоминаний пришло: { $n }
parting-cost-none = Пока об этом ничего не известно.
parting-note-title = Что прозвучало: { $client }
parting-note-no_words = (слова не записаны)
parting-note-how = Слова приведены так, как записаны.
parting-note_sent = Запись отправлена файлом.
parting-note-caption = Здесь только эта запись, без остальных разборов. Видно только тебе, пока не захочешь поделиться.

## Был перерыв
away-taps = С {$start} до {$end} бот не работал, нажатия за это время потерялись. Вот где мы остановились.
away-since = С {$start} до {$end} бот не работал. Что было написано за это время и осталось без ответа, пришли ещё раз.
away-restored = Мне жаль: данные пришлось взять из резервной копии, записанное с {$start} до {$end} не сохранилось. Напоминания за это время не повторяются, загляни в «{menu-reminders}».

## people — who may use the bot

error-owners_only = Этот бот работает только для тех, кто его ведёт.
error-invite_used = Эта ссылка уже сработала или устарела. Попроси новую.
start-invited = Приглашение принято. Твои записи видишь только ты; тому, кто приглашает, видны имя из Telegram и день входа.
people-title = Люди
people-none = По приглашению сюда пока никто не вошёл. Ссылка впускает одного человека.
people-some = Они вошли по приглашению. Что они пишут, здесь не видно.
people-since = Здесь с { $day }.
people-gone = Этого человека здесь уже нет.
people-made = Ссылка выше. Перешли её или скопируй: второй раз её не показать.
people-too_many = Неиспользованных ссылок слишком много. Отзови лишние.
people-remove = Убрать доступ: { $name }?
people-remove_hint = Бот перестанет отвечать и напоминать. Записи останутся и вернутся с новым приглашением.
people-remove_sure = Точно убрать доступ: { $name }?
people-removed = Доступа больше нет.
people-links = Неиспользованные ссылки
people-links_hint = Нажми на ссылку, чтобы её отозвать.
people-no_links = Неиспользованных ссылок нет.
people-withdrawn = Ссылка больше не действует.
people-card = Приглашение в бота, который помогает после напряжённого разговора с клиентом
people-card_until = Ссылка на одного человека, действует до { $time }.
people-o-invite = Пригласить
people-o-links = Ссылки: { $n }
people-o-until = Срок: { $time }
people-o-remove = Убрать доступ
people-o-keep = Оставить
people-o-copy = Скопировать ссылку
command-people = Люди и приглашения
forget-access = Вместе с записями уйдёт и доступ: чтобы вернуться, понадобится новое приглашение.
forget-done_invited = Удалено, и доступ тоже: чтобы вернуться, понадобится новое приглашение. Сама переписка осталась в Telegram, её можно очистить в этом чате.

## notes that can't be opened

error-unreadable = Одна запись не открывается: её изменили не здесь. Остальное на месте.

## business — contact that is seen by itself

settings-o-business = Связь отмечается сама
business-title = Связь отмечается сама
business-what =
    Когда ты пишешь клиенту в Telegram, бот сам видит это: обещание выполнено, напоминание снято.
    Видно только, от кого и когда сообщение, и только в чатах, привязанных к клиенту. Слова, файлы и имена не читаются и не хранятся.
business-off = Сейчас выключено.
business-how = Включить: Telegram → Настройки → Автоматизация чатов (раньше: Telegram для бизнеса → Чат-боты), там имя этого бота и чаты, которые ему видны. Такой пункт есть не во всех версиях Telegram.
business-on = Включено с { $day }. Привязано чатов: { $count }.
business-on_reply = Telegram разрешает боту и писать за тебя, но сам он не пишет никогда.
business-on_silent = Писать за тебя бот не может и не будет.
business-link_how = Привязать чат: карточка клиента → Ещё → Чат в Telegram. Выключить: там же, в настройках Telegram.
business-made = Подключено. Теперь привяжи чаты: карточка клиента → Ещё → Чат в Telegram.
business-ended = Подключение к твоему аккаунту выключено. Связь отмечаешь ты, привязки чатов остались.
business-may_reply = Telegram теперь разрешает боту писать за тебя. Сам он не пишет никогда.
business-may_not_reply = Писать за тебя бот больше не может. Остальное работает.
clients-o-chat = Чат в Telegram
business-linked = Чат привязан с { $day }: связь отмечается сама.
business-pick_q = Чей это чат, выбери кнопкой внизу: Telegram покажет список людей.
business-pick_other = Другой чат можно выбрать кнопкой внизу.
business-link_done = Чат привязан. Как только ты туда напишешь, связь отметится сама.
business-unlinked = Чат больше не привязан.
business-o-unlink = Отвязать
business-whose = Чей это чат?
business-whose_hint = Выбери клиента или напиши имя нового.
business-late = Этот список был для другого клиента. Ничего не изменилось.
reminder-did-seen = ✓ { $client }: сообщение ушло, { $time }
business-answer_q = Через сколько рабочего времени сказать, что клиент после трудного разговора ждёт ответа?
business-o-half_hour = 30 минут
business-o-hour = Час
business-o-two_hours = 2 часа
business-o-never = Никогда
reminder-unanswered-1 = { $client }: в чате ждёт ответа. Хватит одной строки.
reminder-unanswered-2 = { $client }: последнее сообщение в чате без ответа. Короткий ответ лучше тишины.
reminder-unanswered-3 = { $client }: в чате тишина после вопроса. Дай знать, что видишь.
reminder-unanswered-4 = { $client }: ответа пока нет. Одна честная строка снимет тревогу.
reminder-unanswered-open-1 = Вижу ваше сообщение, разбираюсь.
reminder-unanswered-open-2 = Сообщение вижу. Проверяю, чтобы ответить точно.
reminder-unanswered-open-3 = Спасибо, что написали. Смотрю, что можно сделать.
reminder-unanswered-open-4 = Вижу вопрос и занимаюсь им.
reminder-line-unanswered = { $client }: ждёт ответа
reminder-chat_quiet = В чате пока тихо.
coming-unanswered = { $client }: ответить в чате

## menu, sos — what waits by its name, words of a call, it went well, courtesies

menu-call = Звонок: { $client }, { $time }
menu-call_unnamed = Звонок, { $time }
menu-words = «{ $words }»
menu-well = Прошло хорошо
sos-kept = Записано для разбора этого звонка.
well-q = С кем прошло хорошо?
well-hint = Выбери или напиши имя.
well-o-log = Отметить: { $client }, всё хорошо
well-ack = Отмечено: { $client }, разговор получился. Напомню { $time }.
well-ack_none = Отмечено: { $client }, разговор получился. Напоминаний о связи не будет.
courtesy-thanks = Пожалуйста. Я здесь.
courtesy-hello = Привет.
courtesy-bye = До связи.
courtesy-ok = Хорошо.
stopped-empty = Здесь пока ничего не записано.
delete-unasked-q = Удалить это сообщение? Вернуть его будет нельзя.
delete-unasked-done = Сообщение удалено.
parting-half_text-boundary = Граница прозвучала, но без последствия. Скажи ещё раз, спокойно, и сразу — что будет, если её перейдут. Основания: { $facts }. Вернёмся к этому { $time }, а перейдут раньше — сразу.
parting-ground-half = граница прозвучала без последствия
