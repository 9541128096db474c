"""Words of names: what people of the 54 peoples are called first, what the Kinh are called last, and what nobody is."""

from __future__ import annotations

from criteria.names import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(each.split()) for each in text.split(","))


# How a name begins: family names, and what stands in their place where a people has none (Y, H', K', A, Ka, Điểu …).
FIRST_WORDS = _words(
    """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn đinh lâm trịnh mai cao lương tạ
    tô
    hà thái phùng châu quách trương văn tăng kiều từ lưu tống triệu nghiêm thạch sơn danh kim chu vương tôn thân
    giang
    khổng bạch thẩm hứa âu ninh đồng la lã lữ lục mạc nông quan quang tiêu tào viên vi ma mã nhâm nhan phó phí
    phương
    sầm sa sử tiết tất thi thôi trang trà trình ung uông vưu xa yên yến ân ấu an bành bế bàn bàng biện ca cái cam cát
    chế
    chung chử công cổ cù cung cấn doãn diệp du dư đàm đái đan điền điểu đới đổng đậu giáp giả hàn hạ hán hầu hình
    hoa
    hoắc huyền hùng hướng kha khang khấu khiếu khúc khuất khương khưu kỷ lại lăng liêu liễu long lò lô lộc lỗ lộ lù
    lìm
    lường mẫn mâu mông mộc nghị ngân ngạc ngụy ngũ nhữ nhạc ông phú phục phụng quế quản quyền sái sùng thang thiều
    thiệu
    thào tòng trác trạch trì trưng tuấn tưởng ty vòng vừ vàng vạn vòong xồng xuân út mùa mua hờ thò chang cháng cử
    củng
    dinh dình giàng già hạng hảng hù kháng lầu lồ lự lỷ ly lỳ má mừ múa phàn páo pờ phù phàng sìn sính sồng tẩn
    tráng
    tếnh thền thùng tủa vùi vảng xèo chảo chìn chẻo cheo lèng lèo mè mào quàng tao vì cà cầm lang mong moong ốc xeo
    cụt
    cút pịt pít pọng viềng chích hắc hun nùng tày lành linh luân mạ vy khà sần vù lả phà xú thoòng sú đèo điêu mìn
    min
    dìu diu tải hang y a h' k' ka rơ rah ra siu ksor ksơr nay kpă kpa r'com rcom rmah rơmah niê nie êban mlô ayun
    hmok
    hđơk hwing buôn byă êñuôl knul kbuôr krông rơchâm rochăm rơlan ralan kpuih hiao alê ako kor kon kơ kră kra cil
    lơ
    liêng lơmu cơ bon bơ bông bondơng dơng đa đạ đơng păng k'sor touneh tou jơ ya ja drong dar srê cill kasă ro ndu
    n'hơr n'trang m'bon vỗ blúp kăn kôn kray pi pả côn bh'riu bhling bling bnướch bh'nướch alăng arâl ating bríu
    coor
    cơlâu hiên hốih hôih jơrâm pơloong pơ ploong riah rapát tơ ta zơrâm zrâm dong za tu thị tia chrư sà sô neang
    néang
    nàng sên kiên mohamad mohammad mách mak ysa musa abdul haji ahmach alimah saleh dụng đàng thành quảng bá báo
    thiên
    thập đạt ngư tạo pô chamaléa chamalé katơr kator pinăng tain taing mấu mang tà tàin thao khoàng nọong phìn
    """
)

# Family names that are no other word: behind them "Được", "Biết", "Nữa" are given names.
SURE_FIRST_WORDS = _words(
    """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ ngô dương lý đinh đoàn trịnh lương lâm hà phùng trương hồ
    đào
    tống triệu thạch nghiêm quách kiều thái giàng thào sùng vàng lò lường quàng bế nông hứa lục
    """
)

# What names of other peoples begin with, and no other word does, so that any word may follow.
THEIR_FIRST_WORDS = _words(
    """
    y h' k' ka rơ siu ksor kpă rmah rah niê êban mlô ayun dìu tẩn chảo phàn pờ lỳ quàng lò vàng thào sùng hù củng
    sìn lồ moong
    xồng viềng điểu thạch đàng lơ hiao alăng blúp pơloong pơ bling bnướch ploong chamaléa katơr kator pinăng lỷ sồng
    tráng tếnh
    thền tủa vừ lầu giàng hờ phàng lèng lự pịt pọng hôih arâl zơrâm rơchâm rơlan r'com rcom knul buôn krông touneh
    neang thị sầm
    chẻo bríu tao vi cà củng ly
    """
)

# What given names are made of, so that they are known where nobody used capitals.
NAME_WORDS = _words(
    """
    an anh ánh ái ân ấn bách bạch bằng bắc bảo bé bích biên bình bính bông bửu cẩm cảnh cẩn cầm canh cát chánh chất
    châu
    chi chiến chiểu chính chung chuyên chương cúc công cường cư cừ cơ dân danh diễm diệp diệu doanh dung dũng duy
    duyên
    dương dự đại đan đào đạo đạt đăng điền điệp đình định đoài đoan đoàn độ đông đồng đức gái gấm giang giao giáp hà
    hạ
    hải hằng hạnh hân hậu hào hảo hiên hiền hiển hiếu hiệp hiệu hoa hoà hoài hoan hoàn hoàng hoạt hoè hồng hội hợi
    hợp
    huân huê huế huệ huỳnh hùng huy huyền hưng hương hường hướng hữu kha khải khang khánh khiêm khoa khoan khôi khuê
    khương kiên kiệm kiệt kiều kim kỳ kỷ lài lam lan lành lâm lân lập lệ lịch liêm liên liễu linh loan long lộc lợi
    luân
    luận luật luyến lương lượng lưu ly lý mai mão mạnh mận mến miên minh mỹ mừng na nam năm năng nga ngà ngân nghi
    nghĩa
    ngọ ngoan ngọc nguyên nguyệt nhã nhân nhàn nhạn nhật nhi nhiên nhỏ nhu nhung như nhựt niên ninh nụ nữ nương oanh
    pháp phát phẩm phấn phi phong phú phúc phước phục phụng phương phượng quân quang quảng quế quốc quý quyên quyết
    quỳnh sa sang sáng sáu sâm sen sinh soa soạn sơn song sửu sĩ tài tám tảo tâm tân tấn tập tất tiên tiến tiệp tín
    tính
    tình tỉnh toan toàn toản tòng tố tôn tới trà trang trân trầm trâm tri trí triết triều trinh trình trọng trúc
    trung
    truyền trường trưởng tú tuân tuấn tuất tuệ tùng tuy tuyên tuyến tuyền tuyết tư tứ tường tý tỵ thạch thái thanh
    thành
    thảnh thảo thắm thăng thắng thận thân thêm thế thể thi thị thiên thiện thiệp thiệu thìn thịnh thoa thoại thoan
    thông
    thơ thơm thu thuận thuần thục thuỳ thuỷ thủy thùy thuý thúy thuyên thư thương thưởng thước thức uy uyên út văn
    vân
    vận vi vĩ viên việt vinh vĩnh vọng vu vũ vui vượng vương vy vỹ xoan xoài xuân xuyến yên yến ý mơ nết nhài nở
    bưởi
    mít quýt chanh cam lựu huyên hoạ hoá khuyên khuyến
    """
)

# What is in no name, whatever else stands beside it, with all its marks.
NO_NAME = _words(
    """
    không hông hổng khôg ạ tôi tui bạn gì nào ai đâu chưa nhé nha hả là thì mà của cho với và nhưng vì nếu đã đang
    sẽ
    cũng này kia ấy đó đây những các ơi dạ vâng hỏi muốn nói tên làm về xin chào cảm nhà thôn xã tuổi quá lắm vậy
    thế
    nữa thôi đừng hãy phải cứ bị mấy ngày tháng giờ lúc giấy tờ được rồi biết nhớ quên chịu khỏi ghi viết đọc gửi
    bấm gõ
    chọn nhập sai nhầm lộn đúng giúp hộ giùm
    """
)

# Of these, what is in no name without its marks either: "hong" may be "Hồng", "lam" "Lâm".
NO_NAME_UNMARKED = _words(
    """
    khong toi tui gi nao nhe hoi ten xin chao noi ghi gui bam chon nhap nham giup roi biet tuoi ngay gio giay muon
    nhung
    cung
    """
)

# The same where capitals, or a family name that is nothing else, say that it is a name.
NEVER = _words(
    """
    không hông hổng ạ tôi tui gì nào nhé hả thì mà của nhưng với và hoặc nếu đã đang sẽ cũng này kia ấy đó đây những
    các
    dạ xin chào cảm tên là thôn xã tuổi ngày tháng giờ giấy quá lắm vậy hỏi ai đâu
    """
)

# What is in no name that does not begin as names do.
STRANGE = NO_NAME | _words(
    """
    khai ama ami ma'am alo lô a-lô hello hi ok oke okay bye yes no admin zalo facebook face test start menu help
    stop
    bot ad có con cháu bố mẹ má ông bà cụ chú bác thằng đứa vợ chồng cô dì cậu mợ người ta mình nó họ đi đến từ
    trong
    trên dưới đầu cuối làng bản xóm ấp phố khu bán mua cá rau lúa học tập lớp trường mã số câu trả lời xem để sau
    trước
    mai mốt hôm nay qua mật bí thư như cũng vẫn còn hết nhiều ít chẳng chả ở đồng căn cước sổ hộ khẩu ốm mệt đau bận
    rảnh ngại sợ lo điện thoại máy mạng đất trời ơi cái việc thích ghét trưởng cán bộ công dân kêu gọi đấy ừ ờ hay
    hoặc
    sao tại thấy bảo xong nhiêu bao sáng chiều tối đêm xoá sửa huỷ đổi tiếp tục quay lại
    """
)

# What begins as a name does and is none.
PHRASES = _phrases(
    """
    a lô, đồng ý, đồng chí, đồng bào, đồng hương, đồng thời, an toàn, an tâm, an ninh, thân ái, thân mến, tạ ơn,
    hứa hẹn, đào tạo, cao cấp, cao thấp, hà nội, hà tĩnh, hà nam, hà giang, thái bình, thái nguyên, sơn la, cao
    bằng,
    lâm đồng, an giang, kiên giang, lạng sơn, tây ninh, quảng nam, quảng trị, quảng ngãi, quảng bình, quảng ninh,
    bình định, bình dương, lai châu, mai mốt, mai kia, mai sau, từ từ, từ chối, từ thiện, lưu ý, chu đáo, công an,
    công nhân, công dân, công chức, công ty, kim loại, kim cương, la liệt, lý do, lý lịch, thạch cao, bạch kim,
    vũ trang, vũ trụ, quang cảnh, lại nữa, lương thấp, lương hưu, trang chủ, trang trại, trình bày, trình duyệt,
    chung chung, chung cư, phương tiện, văn bản, văn hoá, văn hóa, văn phòng, văn minh, đoàn viên, đoàn thể, đoàn
    kết,
    đinh ninh, ninh bình, trà vinh, trà đá, tiêu chí, tiêu chuẩn, tăng cường, tăng lên, hoàng hôn, phó thôn, phó
    bản,
    bá đạo, giang hồ, dương lịch, âm lịch, lâm nghiệp, nông dân, nông nghiệp, nông thôn, nông hội, quan trọng,
    quan tâm, quản lý, quản trị, viên chức, hội viên, đan lát, thi cử, thi thoảng, thi xong, danh sách, danh hiệu,
    sử dụng, phục vụ, phục hồi, thành viên, thành công, hiệu trưởng, trưởng bản, kỷ niệm, long trọng, mã hộ, cam
    đoan,
    cam kết, bình thường, kim chỉ, hoa quả, tin nhắn, mù chữ, cổ truyền, điền kinh, y tế, y sĩ, y tá, y bác, ban
    đầu,
    số liệu, trả lại, tra lại, hoà thuận, hòa thuận, tuyên truyền, thôi việc, đồng í, sinh viên, sinh năm, năm sinh,
    cử nhân, buôn bán, trung cấp,
    cao đẳng, lưu ban, công việc, giáo dục, khuyến học, tham gia, xuân này, khoẻ mạnh, gia đình, số điện thoại, học
    sinh
    """
)

NICKNAMES = _words("hai tư bốn năm sáu bảy bẩy tám chín mười út")  # "Tư Hường": a rank, not a family
FIRST_UNMARKED, PHRASES_UNMARKED = (frozenset(map(fold, words)) for words in (FIRST_WORDS, PHRASES))


def both(words: frozenset[str]) -> frozenset[str]:
    """Words as they are and with their marks left out."""
    return words | {fold(word) for word in words}
