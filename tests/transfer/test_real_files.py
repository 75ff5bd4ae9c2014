"""Files as programs really write them: whom they bring, which columns are not taken, what is said.

Each case is the file and what becomes of it. A client is a line "name | phone | username | note | notes | the rest", an
assumed phone ends with "?", line breaks are shown as " / ". `lost` are the columns that are not taken, `said` is what
went to the note ("line what"), `faults` are the lines that can't be read.
"""

import io
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from bot.protocol.playbook import Rung
from bot.transfer.client_files import read
from bot.transfer.client_rows import ClientRow, Sheet
from bot.transfer.table_rows import ReadFor

CADENCES: dict[str, Rung] = {"раз в неделю": "weekly", "every working day": "daily"}
FOR = ReadFor(CADENCES, "RU", "ru")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A file, and what becomes of it."""

    text: str | bytes
    clients: str
    lost: str = ""
    said: str = ""
    faults: str = ""
    name: str = "clients.csv"
    encoding: str = "utf-8"
    above: tuple[str, ...] = field(default=())
    apart: tuple[str, ...] = field(default=())


def workbook(*sheets: list[list[Any]]) -> bytes:
    """A workbook of Excel's with those rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Лист{number}")
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Name Suffix,Nickname,Birthday,Gender,Notes,"
    "Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,"
    "Organization 1 - Type,Organization 1 - Name,Organization 1 - Title,Website 1 - Value\n"
)
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "Phone 1 - Label,Phone 1 - Value\n"
)
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,"
    "Business Fax,Business Phone,Home Phone,Mobile Phone,Birthday,Categories,E-mail Address,E-mail Display Name,Notes\n"
)
BITRIX = (
    "ID;Обращение;Имя;Отчество;Фамилия;Дата рождения;Должность;Название компании;Рабочий телефон;Мобильный телефон;"
    "Рабочий e-mail;Комментарий;Тип контакта;Ответственный\n"
)
AMO = (
    "ID;Тип (контакт или компания);Полное имя контакта;Имя;Фамилия;Компания контакта;Дата создания контакта;Теги;"
    "Ответственный;Рабочий телефон;Мобильный телефон;Рабочий email;Примечание\n"
)
HUBSPOT = "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Associated Company,Create Date\n"
OURS = "id,label,address,username,phone,cadence,client_date,created_at,last_at,note,archived_at,notes\n"

CASES = {
    "two people of one company": Case(
        text="First Name,Last Name,Company,Mobile Phone,Notes\nAnna,Ivanova,Lighthouse,+7 916 123-45-67,likes figures\n"
        "Oleg,Petrov,Lighthouse,+7 916 123-45-68,\n",
        clients="Anna Ivanova | +79161234567 | | Lighthouse | likes figures\nOleg Petrov | +79161234568 | | Lighthouse",
    ),
    "Google Contacts, old": Case(
        text=GOOGLE_OLD + "Анна Котова,Анна,,Котова,,,,,1990-05-01,,любит цифры,* myContacts,Work,anna@mayak.ru,Work,"
        "+7 495 123-45-67,Mobile,+7 916 123-45-67 ::: +7 916 123-45-68,,Маяк,Директор,\n",
        clients="Анна Котова | +74951234567 | | Маяк / Директор / anna@mayak.ru / Phone 2 - Value: +7 916 123-45-67 / "
        "Phone 2 - Value: +7 916 123-45-68 | любит цифры",
        lost="Birthday, Group Membership, E-mail 1 - Type, Phone 1 - Type, Phone 2 - Type",
    ),
    "Google Contacts, new": Case(
        text=GOOGLE_NEW
        + "Anna,,Kotova,,,,,Lighthouse,CEO,,1990-05-01,,https://x/y.jpg,* friends,Work,anna@x.ru,Mobile,"
        "+7 916 123-45-67\n,,,,,,,Sea,,,,,,,,,,\n",
        clients="Anna Kotova | +79161234567 | | Lighthouse / CEO / anna@x.ru\nSea",
        lost="Birthday, Photo, Labels, E-mail 1 - Label, Phone 1 - Label",
    ),
    "Outlook": Case(
        text=OUTLOOK + 'Ms.,Anna,B.,Kotova,,Lighthouse,PR,Head,"Main st. 1",Berlin,+49 30 1,+49 30 123456,,'
        '+49 151 12345678,0/0/00,Red,anna@x.de,Anna (anna@x.de),"likes\nfigures"\n',
        clients="Anna B. Kotova | +4915112345678 | | Lighthouse / Ms. / PR / Head / anna@x.de / "
        "Business Phone: +49 30 123456 | likes / figures",
        lost="Business Street, Business City, Business Fax, Birthday, Categories, E-mail Display Name",
    ),
    "Outlook in Russian, by Excel": Case(
        text="Имя;Отчество;Фамилия;Организация;Рабочий телефон;Телефон переносной;Адрес эл. почты;Заметки;"
        "День рождения\r\n"
        "Анна;Сергеевна;Котова;Маяк;8 (495) 123-45-67;8 (916) 123-45-67;anna@mayak.ru;звонить утром;01.05.1990\r\n",
        encoding="cp1251",
        clients="Анна Сергеевна Котова | +79161234567? | | Маяк / anna@mayak.ru / Рабочий телефон: 8 (495) 123-45-67 | "
        "звонить утром",
        lost="День рождения",
    ),
    "Bitrix24": Case(
        text=BITRIX + "1;г-жа;Анна;;Котова;01.05.1990;Директор;Маяк;8 495 123-45-67;+7 916 123-45-67;anna@mayak.ru;"
        "любит цифры;Клиенты;Иван\n2;;Олег;;;;;Маяк;;;;;;\n3;;;;;;;ООО Север;;;;;;\n",
        clients="Анна Котова | +79161234567 | | Маяк / любит цифры / Директор / anna@mayak.ru / "
        "Рабочий телефон: 8 495 123-45-67\nОлег | | | Маяк\nООО Север",
        lost="ID, Дата рождения, Тип контакта, Ответственный",
    ),
    "amoCRM": Case(
        text=AMO
        + '7;контакт;Анна Котова;Анна;Котова;Маяк;01.02.2026;vip;Иван;"+74951234567";89161234567;;перезвонить\n',
        clients="Анна Котова | +79161234567? | | Маяк / перезвонить / Рабочий телефон: +74951234567",
        lost="ID, Тип (контакт или компания), Дата создания контакта, Теги, Ответственный",
    ),
    "HubSpot": Case(
        text=HUBSPOT
        + '101,Anna,Kotova,anna@x.com,"(212) 555-0123",Me,OPEN,Lighthouse,2026-01-01\n102,,,b@x.com,,,,,\n',
        clients="Anna Kotova | | | Lighthouse / anna@x.com / (212) 555-0123",
        lost="Record ID, Contact owner, Lead Status, Create Date",
        said="2 phone",
        faults="3 name",
    ),
    "HubSpot companies": Case(
        text="Record ID,Company name,Phone Number,City,Industry\n1,Lighthouse,+1 212-555-0123,New York,Media\n",
        clients="Lighthouse | +12125550123 | | Media",
        lost="Record ID, City",
    ),
    "a title and blank lines above the headings": Case(
        text="Мои клиенты;;;\n\n;;;\nна май 2026;;;\nФИО;Телефон;Телеграм;Комментарий\n"
        "Анна Котова;89161234567;@anna_k;x\n",
        clients="Анна Котова | +79161234567? | @anna_k | x",
        above=("Мои клиенты", "на май 2026"),
    ),
    "a title with commas over a table with semicolons": Case(
        text="Клиенты, партнёры, прочие\nИмя;Телефон\nАнна;+7 916 123-45-67\nОлег;+7 916 123-45-68\n",
        clients="Анна | +79161234567\nОлег | +79161234568",
        above=("Клиенты, партнёры, прочие",),
    ),
    "bars, and a mark of the order of bytes": Case(
        text="Клиент|Контакт|Частота\nМаяк|@mayak_pr|раз в неделю\n",
        encoding="utf-16",
        clients="Маяк | | @mayak_pr | | | weekly",
    ),
    "tabs, from DOS": Case(
        text="Имя\tТелефон\nАнна Щукина\t8 916 123-45-67\n",
        encoding="cp866",
        name="список.txt",
        clients="Анна Щукина | +79161234567?",
    ),
    "KOI8": Case(
        text="имя,заметка\nЖанна,позвонить в пятницу\n", encoding="koi8-r", clients="Жанна | | | позвонить в пятницу"
    ),
    "a Mac of long ago": Case(
        text="Имя;Заметка\rЮлия;Просила счёт\rЭмма;\r", encoding="mac_cyrillic", clients="Юлия | | | Просила счёт\nЭмма"
    ),
    "Windows in the West": Case(
        text="Name;Phone\nJürgen Müller;+49 151 12345678\nFrançois Lefèvre;+33 6 12 34 56 78\n",
        encoding="cp1252",
        clients="Jürgen Müller | +4915112345678\nFrançois Lefèvre | +33612345678",
    ),
    "UTF-8 cut in mid-letter": Case(
        text="имя;заметка\nАнна;любит цифры\nОлег;ждёт".encode()[:-1], clients="Анна | | | любит цифры\nОлег | | | ждё"
    ),
    "UTF-16 without its mark": Case(text="name,note\nАнна,x\n", encoding="utf-16-le", clients="Анна | | | x"),
    "headings nobody knows, over numbers": Case(
        text="Kundin,Rufnummer,Sonstiges\nAnna,+49 151 12345678,nett\nBerta,+49 151 12345679,\n",
        clients="Anna | +4915112345678\nBerta | +4915112345679",
        lost="Sonstiges",
    ),
    "no headings, the columns in any order": Case(
        text="1;+7 916 123-45-67;Анна Котова;anna@mayak.ru;любит цифры\n2;+7 916 123-45-68;Олег;;\n",
        clients="Анна Котова | +79161234567 | | любит цифры / anna@mayak.ru\nОлег | +79161234568",
        lost="1",
    ),
    "names only": Case(text="Маяк\nСевер\nООО «Ёлка»\n", clients="Маяк\nСевер\nООО «Ёлка»"),
    "a person of a company in one column": Case(
        text="Компания;Контакт;Телефон\nМаяк;Анна;+7 916 123-45-67\nСевер;;+7 916 123-45-68\n",
        clients="Анна | +79161234567 | | Маяк\nСевер | +79161234568",
    ),
    "companies and how to reach them": Case(
        text="Компания;Контакт\nМаяк;@mayak_pr\nСевер;8 916 123-45-67\n",
        clients="Маяк | | @mayak_pr\nСевер | +79161234567?",
    ),
    "numbered lines and odd cells": Case(
        text="№;Клиент;Тел.;Срок;Как часто;Цена\n1;Маяк;тел. +7 (916) 123-45-67;до пятницы;иногда;100\n"
        "2;Север;12-34;31.12.2026;раз в неделю;\n3;Ёлка;7,91612E+10;2026-12-31;;\n",
        clients="Маяк | +79161234567 | | иногда / до пятницы\nСевер | | | 12-34 / 31.12.2026 | | weekly\n"
        "Ёлка | | | 7,91612E+10 | | 2026-12-31",
        lost="№, Цена",
        said="2 cadence, 2 date, 3 phone, 3 date, 4 phone",
    ),
    "links, marks and extensions among the numbers": Case(
        text="Имя;WhatsApp;Telegram;Рабочий телефон\n"
        "Анна;https://wa.me/79161234567;https://t.me/anna_k?start=1;\u202a+7 495 123\u201145\u201367\u202c\n"
        "Олег;;t.me/+79161234568;\nМарк;;;00375 29 123-45-67, доб. 12\n",
        clients="Анна | +79161234567 | @anna_k | Рабочий телефон: \u202a+7 495 123\u201145\u201367\u202c\n"
        "Олег | +79161234568\nМарк | +375291234567 | | 00375 29 123-45-67, доб. 12",
        said="4 extension",
    ),
    "a note with the delimiter in it, unquoted": Case(
        text="name,note\nМаяк,любит цифры, и короче\n", clients="Маяк | | | любит цифры / и короче", said="2 width"
    ),
    "our own export": Case(
        text=OURS + "4,'=1+1,Анна,anna_k,'+79161234567,weekly,2026-12-31,2026-03-04T12:00:00+03:00,,любит цифры,,"
        '"две\nстроки"\n5,Маяк,,,?8 912 000-00-00,,,2026-03-04T12:00:00+03:00,,,,\n',
        clients="=1+1 | +79161234567 | @anna_k | любит цифры | две / строки | Анна weekly 2026-12-31\n"
        "Маяк | ?8 912 000-00-00",
        lost="id, created_at",
    ),
    "our own export, saved by a Russian Excel": Case(
        text=OURS.replace(",", ";").replace("\n", "\r\n")
        + "4;'=1+1;Анна;anna_k;'+79161234567;weekly;31.12.2026;04.03.2026 12:00;;"
        '"любит «цифры»; да";;"две\nстроки"\r\n'
        "5;'-Маяк;;;;;;;;;;\r\n;;;;;;;;;;;\r\n",
        encoding="cp1251",
        clients="=1+1 | +79161234567 | @anna_k | любит «цифры»; да | две / строки | Анна weekly 2026-12-31\n-Маяк",
        lost="id, created_at",
    ),
    "Excel": Case(
        text=workbook(
            [["Отчёт"], ["за май"]],
            [
                ["Клиенты"],
                [],
                ["Имя", "Фамилия", "Телефон", "Дата", "Сумма", "Активен"],
                ["Анна", "Котова", 79161234567.0, date(2026, 12, 31), 5.5, True],
                [None, None, None],
                ["Олег", None, "8 (916) 123-45-68", "скоро"],
            ],
        ),
        name="клиенты.xlsx",
        clients="Анна Котова | +79161234567? | | | | 2026-12-31\nОлег | +79161234568? | | скоро",
        lost="Сумма, Активен",
        said="6 date",
        above=("Клиенты",),
        apart=("Лист1",),
    ),
    "vCard 3 of an iPhone": Case(
        text="BEGIN:VCARD\nVERSION:3.0\nPRODID:-//Apple Inc.//iPhone OS//EN\nN:Котова;Анна;Сергеевна;;\n"
        "FN:Анна Котова\n"
        "ORG:Маяк\\, ООО;\nitem1.TEL;type=pref:+7 495 123-45-67\nTEL;type=CELL;type=VOICE:+7 916 123-45-67\n"
        "EMAIL;type=INTERNET;type=HOME:anna@mayak.ru\nNOTE:любит\\nцифры\n"
        "X-SOCIALPROFILE;type=telegram;x-user=anna_k:https://t.me/anna_k\nBDAY:1990-05-01\n"
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD\n /2wBDAAEBAQEBAQEBAQEBAQEBAQ\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Олег\nN:;Олег;;;\nTEL:8 916 123-45-68\nEND:VCARD\n",
        name="contacts.vcf",
        clients="Анна Котова | +79161234567 | @anna_k | Маяк, ООО / любит / цифры / anna@mayak.ru / "
        "TEL: +7 495 123-45-67\nОлег | +79161234568?",
        lost="PHOTO, BDAY",
    ),
    "vCard 4": Case(
        text='BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna Kotova\r\nTEL;VALUE=uri;TYPE="voice,cell":tel:+7-916-123-45-67\r\n'
        "IMPP:tg:anna_k\r\nADR;TYPE=work:;;Main st. 1;Berlin;;10115;Germany\r\nGENDER:F\r\nEND:VCARD\r\n",
        name="contacts.vcf",
        clients="Anna Kotova | +79161234567 | @anna_k | 10115, Berlin, Main st. 1",
        lost="GENDER",
    ),
    "vCard 2.1 of an Android": Case(
        text="BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9A=D0=BE=D1=82=D0=BE=D0=B2=D0=B0;"
        "=D0=90=D0=BD=D0=BD=D0=B0;;;\r\nTEL;CELL:89161234567\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=D0=B4=\r\n"
        "=D0=B0\r\nnonsense\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nTEL;CELL:+79161234568\r\nEND:VCARD\r\n",
        name="contacts.vcf",
        clients="Анна Котова | +79161234567? | | да",
        faults="9 name",
    ),
    "vCards, the last one cut": Case(
        text="BEGIN:VCARD\nVERSION:3.0\nORG:Маяк\nTEL:+7 916 123-45-67\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Олег\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Пётр\nTEL:+7 916 1",
        name="contacts.vcf",
        clients="Маяк | +79161234567\nОлег\nПётр | | | +7 916 1",
        said="9 phone",
    ),
    "a text with tabs that is called .xls": Case(
        text="Имя\tТелефон\nАнна\t+7 916 123-45-67\n",
        encoding="utf-16",
        name="export.xls",
        clients="Анна | +79161234567",
    ),
    "two lines about one, and two of one name": Case(
        text="имя;телефон;заметка\nАнна;+7 916 123-45-67;x\nАнна;+7 916 123-45-68;y\n",
        clients="Анна | +79161234567 | | x\nАнна | +79161234568 | | y",
    ),
}


def shown(row: ClientRow) -> str:
    """The client as the table has it."""
    number, mark, _ = (row.phone or "").partition("~")
    rest = " ".join(filter(None, (row.address, row.cadence, row.client_date)))
    username = f"@{row.username}" if row.username else ""
    cells = (row.label, f"{number}{'?' if mark else ''}", username, row.note or "", row.notes or "", rest)
    return " | ".join(cell.replace("\n", " / ") for cell in cells).rstrip(" |")


def plain(clients: str) -> list[str]:
    return [" | ".join(part.strip() for part in line.split("|")).rstrip(" |") for line in clients.splitlines()]


def taken(case: Case) -> Sheet:
    data = case.text if isinstance(case.text, bytes) else case.text.encode(case.encoding)
    return read(data, case.name, FOR)


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("name", CASES)
def test_a_real_file(name: str) -> None:
    case = CASES[name]
    sheet = taken(case)
    assert [shown(row) for row in sheet.rows] == plain(case.clients)
    assert ", ".join(header for header, fate in sheet.columns if fate in {"skipped", "unknown"}) == case.lost
    assert ", ".join(f"{line} {what}" for line, what, _ in sheet.odd) == case.said
    assert ", ".join(f"{fault.line} {fault.why}" for fault in sheet.faults) == case.faults
    assert (sheet.above, sheet.apart) == (case.above, case.apart)
