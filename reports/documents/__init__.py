"""Documents in Word, laid out as Nghị định 30/2020/NĐ-CP asks (annexes I and III): rows and texts in, bytes out."""
