/** Sentences to build reports of. `{n}` is a number, `{s}` a side; written for this bench. */

export const spanishSentences: readonly string[] = [
  'Se identifica un nódulo pulmonar sólido de {n} mm en el lóbulo superior {s}, en la imagen {n}.',
  'Adenocarcinoma de colon {s} intervenido en 20{n} con {n} ciclos de quimioterapia adyuvante.',
  'Derrame pleural {s} de {n} ml con atelectasia pasiva subyacente de {n} cm.',
  'Hígado de {n} mm de eje mayor, con lesión focal hipodensa de {n} mm en el segmento VI.',
  'Metástasis hepáticas múltiples, la mayor de {n} x {n} mm, con realce periférico en anillo.',
  'No se observan adenopatías mediastínicas mayores de {n} mm ni hiliares de más de {n} mm.',
  'Carcinoma ductal infiltrante de mama {s} de {n} mm, grado histológico 2, con Ki-67 del {n} %.',
  'Bazo homogéneo de {n} mm, sin lesiones focales por encima de {n} mm.',
  'Riñón {s} de {n} mm con quiste cortical simple de {n} mm en el polo inferior.',
  'Antecedente de linfoma difuso de células grandes B en remisión desde hace {n} meses, control número {n}.',
  'Engrosamiento parietal del sigma de {n} cm de longitud y {n} mm de espesor.',
  'Aneurisma de aorta abdominal infrarrenal de {n} mm que se extiende a lo largo de {n} mm.',
  'Fractura del {n} arco costal {s} sin desplazamiento, con callo de {n} mm.',
  'Se compara con la exploración previa de hace {n} días, realizada con cortes de {n} mm.',
  'Tiroides con nódulo {s} de {n} mm, TI-RADS 3, en el corte {n}.',
  'Lesión lítica en el cuerpo vertebral L3 de {n} mm con masa de partes blandas de {n} mm.',
  'Melanoma maligno de extremidad inferior {s} con índice de Breslow de {n} mm y {n} mitosis.',
  'La vesícula biliar mide {n} mm y contiene un cálculo de {n} mm.',
  'Trombosis de la vena porta {s} en una extensión de {n} mm, con calibre de {n} mm.',
  'Glioblastoma frontal {s} de {n} mm con edema perilesional de {n} mm y desviación de la línea media.',
  'Próstata de {n} cc con lesión PI-RADS 4 de {n} mm en la zona periférica {s}.',
  'Enfisema centrolobulillar bilateral con bulla apical {s} de {n} mm en la imagen {n}.',
];

export const englishSentences: readonly string[] = [
  'There is a {n} mm solid nodule in the {s} upper lobe, seen on image {n}.',
  'Hepatic metastases are again seen, the largest measuring {n} x {n} mm in segment VIII.',
  'No enlarged mediastinal lymph nodes above {n} mm; the largest in station {n} is unchanged.',
  'Invasive ductal carcinoma of the {s} breast, {n} mm, treated {n} months ago.',
  'The {s} kidney measures {n} mm and contains a simple cortical cyst of {n} mm.',
  'Small {s} pleural effusion, {n} mm deep, with adjacent atelectasis of {n} mm.',
  'Abdominal aortic aneurysm of {n} mm in diameter over a length of {n} mm.',
  'Squamous cell carcinoma of the {s} main bronchus with a {n} mm obstructing mass and {n} nodes.',
  'Compared with the study of {n} days ago, the lesion on image {n} has not grown.',
  'Degenerative changes of the lumbar spine with a {n} mm disc protrusion at level {n}.',
];
