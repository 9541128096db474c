"""What people do in many tests, on whatever phone: join, fill in, declare."""

from __future__ import annotations

from tests.phone import Phone, Seen


async def join(phone: Phone, name: str = "Nguyễn Thị Lan", year: str = "1968") -> Seen:
    """Come by the village's link, agree, and say who one is."""
    await phone.open("KIMSON")
    await phone.choose("Tôi đồng ý")
    await phone.say(name)
    await phone.say(year)
    return await phone.choose("Đúng rồi")


async def fill_in(phone: Phone) -> Seen:
    """Answer every question and send it, once one has joined."""
    await phone.say("/khai")
    await phone.choose("Làm ruộng, chăn nuôi, nội trợ")
    for answer in ("6", "2", "4", "3", "1 2 3", "1", "3", "3", "3", "4", "5", "1", "1 2"):
        await phone.say(answer)
    return await phone.choose("Gửi trưởng thôn xác nhận")


async def declare(phone: Phone) -> Seen:
    """Join and declare."""
    await join(phone)
    return await fill_in(phone)
